-- doc: Vintage curves: loans by the quarter in which they were first disbursed, and how much of what was disbursed is overdue, or has an instalment over 30 days late, so many months later.
--   The quarter is that of the first standing disbursement; of a loan brought forward into the ledger, that of its signature, and what was disbursed is its approved amount. Every loan is looked at
--   its own number of months after its month of disbursement; a point is there when the youngest loans of the quarter have come that far. Cohorts from before the ledger hold
--   survivors only: loans closed before it began are not in it.
-- grain: a row per quarter of disbursement and months on book; as_of is the month-end on which the quarter's youngest loans reach them
-- vi: Đường cong chất lượng theo quý giải ngân
-- en: Vintage curves by quarter of disbursement
-- units: months, loans, đồng, fraction
WITH span AS (
  SELECT min(as_of) AS since, max(as_of) FILTER (as_of = last_day(as_of)) AS through, any_value(r.first_posted_on) AS first_posted_on
  FROM meta.as_of, meta.run r
),
contract AS (
  SELECT
    s.contract_no,
    CASE WHEN s.opened > 0 THEN c.approved_amount END AS approved,
    CASE WHEN s.opened > 0 THEN c.signed_on ELSE DATE '1970-01-01' + split_part(s.disbursed_days, ' ', 1)::INTEGER END AS began_on
  FROM lake.contract_state s
  JOIN dim.loan_contract c USING (contract_no)
  WHERE s.as_of = (SELECT max(as_of) FROM meta.as_of) AND s.union_code <> '99' AND (s.opened > 0 OR s.disbursed_days IS NOT NULL)
),
cohort AS (
  SELECT contract_no, approved, date_trunc('month', began_on)::DATE AS began, date_trunc('quarter', began_on)::DATE AS quarter
  FROM contract
),
-- What happens to a cohort's loans, by months on book.
event AS (
  SELECT
    c.quarter,
    date_diff('month', c.began, m.as_of) AS months_on_book,
    sum(CASE WHEN c.approved IS NULL THEN m.disbursed ELSE 0 END) AS disbursed,
    sum(m.overdue) AS overdue,
    sum(CASE WHEN m.days_past_due > 30 THEN m.outstanding ELSE 0 END) AS par_30
  FROM lake.loan_month m
  JOIN cohort c USING (contract_no)
  WHERE m.disbursed <> 0 OR m.overdue <> 0 OR m.days_past_due > 30
  GROUP BY ALL
),
begun AS (
  SELECT quarter, count(*) AS loans, coalesce(sum(approved), 0) AS approved
  FROM cohort
  GROUP BY quarter
),
point AS (
  SELECT
    b.*,
    unnest(range(greatest(0, date_diff('month', b.quarter, s.since)), date_diff('month', b.quarter, s.through) - 1)) AS months_on_book
  FROM begun b, span s
)
SELECT
  last_day(p.quarter + to_months((p.months_on_book + 2)::INTEGER)) AS as_of,
  year(p.quarter) || '-Q' || quarter(p.quarter) AS cohort,
  p.months_on_book,
  p.loans,
  (p.approved + coalesce(d.disbursed, 0))::BIGINT AS disbursed,
  coalesce(e.overdue, 0)::BIGINT AS overdue,
  coalesce(e.par_30, 0)::BIGINT AS par_30,
  coalesce(e.overdue, 0)::DOUBLE / nullif(p.approved + coalesce(d.disbursed, 0), 0)::DOUBLE AS overdue_ratio,
  coalesce(e.par_30, 0)::DOUBLE / nullif(p.approved + coalesce(d.disbursed, 0), 0)::DOUBLE AS par_30_ratio,
  p.quarter < w.first_posted_on AS survivors_only,
  p.loans < s.loans OR p.approved + coalesce(d.disbursed, 0) < s.amount AS small_base
FROM point p
CROSS JOIN span w
CROSS JOIN meta.small_base s
LEFT JOIN event e ON e.quarter = p.quarter AND e.months_on_book = p.months_on_book
LEFT JOIN LATERAL (SELECT sum(b.disbursed) AS disbursed FROM event b WHERE b.quarter = p.quarter AND b.months_on_book <= p.months_on_book) d ON true
