-- doc: Entrusted loans with unpaid interest older than three months, on each as-of day that reports on demand answer for: more is unpaid than fell due in the day's calendar month and
--   in the two before, for what is paid goes to the oldest interest. Whose unpaid interest exceeds that of three months exceeded the month's own at each of the three month-ends: few loans do.
--   That need not be true of loans of which something was taken back, or brought forward later than the ledger begins: all months of these are looked at.
-- grain: a row per as-of day, branch and contract
WITH month AS (
  SELECT
    d.as_of, b.as_of AS month_1, c.as_of AS month_2
  FROM meta.as_of d
  LEFT JOIN meta.as_of b ON b.as_of = last_day(d.as_of - INTERVAL 1 MONTH)
  LEFT JOIN meta.as_of c ON c.as_of = last_day(d.as_of - INTERVAL 2 MONTH)
),
odd AS (
  SELECT DISTINCT m.contract_no
  FROM fact.loan_month m, meta.run r
  WHERE m.interest_due_in_term + m.interest_due_overdue < 0 OR m.interest_paid_in_term + m.interest_paid_overdue < 0 OR m.interest_waived_in_term + m.interest_waived_overdue < 0
    OR (m.interest_brought_in_term + m.interest_brought_overdue <> 0 AND m.as_of > last_day(r.first_posted_on))
),
candidate AS MATERIALIZED (
  SELECT
    m.as_of, m.branch_code, m.contract_no, o.contract_no IS NOT NULL AS odd, m.customer_code, coalesce(m.group_code, '') AS group_code, m.union_code,
    coalesce(m.commune_code, '') AS commune_code, m.office_code, m.programme_code, m.outstanding, m.unpaid_interest_in_term + m.unpaid_interest_overdue AS unpaid_interest,
    m.interest_due_in_term + m.interest_due_overdue AS due
  FROM fact.loan_month m
  LEFT JOIN odd o ON o.contract_no = m.contract_no
  WHERE m.union_code <> '99'
    AND (m.unpaid_interest_in_term + m.unpaid_interest_overdue > greatest(0, m.interest_due_in_term + m.interest_due_overdue) OR o.contract_no IS NOT NULL)
),
month_before AS (
  SELECT c.*, m.month_2, c.due + coalesce(b.due, 0) AS due_2
  FROM candidate c
  JOIN month m ON m.as_of = c.as_of
  SEMI JOIN meta.fact_day f ON f.as_of = c.as_of
  LEFT JOIN candidate b ON b.contract_no = c.contract_no AND b.as_of = m.month_1
  WHERE c.unpaid_interest > 0 AND (c.odd OR ((b.contract_no IS NOT NULL OR m.month_1 IS NULL) AND c.unpaid_interest > c.due + coalesce(b.due, 0)))
),
late AS (
  SELECT c.*, c.due_2 + coalesce(b.due, 0) AS due_3
  FROM month_before c
  LEFT JOIN candidate b ON b.contract_no = c.contract_no AND b.as_of = c.month_2
  WHERE c.odd OR b.contract_no IS NOT NULL OR c.month_2 IS NULL
)
SELECT
  as_of, branch_code, contract_no, customer_code, group_code, union_code, commune_code, office_code, programme_code, outstanding, unpaid_interest, unpaid_interest - due_3 AS late_interest
FROM late
WHERE unpaid_interest > greatest(0, due_3)
ORDER BY as_of
