-- doc: Entries of the loan ledger behind the interest of the latest day that reports on demand answer for: what makes the unpaid interest of contracts that have some, and what was paid from 1 January in months in
--   which something was. The amount is signed as the figure counts it.
-- grain: a row per measure, contract, place, kind of entry and whether it is of the day's month
WITH day AS MATERIALIZED (
  SELECT a.as_of, last_day(a.as_of) AS month, d.as_of AS latest_on
  FROM meta.as_of a
  JOIN meta.fact_day d ON d.latest AND a.as_of BETWEEN d.year_start AND d.as_of
),
owed AS MATERIALIZED (
  SELECT f.*
  FROM fact.loan_month f
  JOIN day d ON d.as_of = f.as_of AND d.latest_on = f.as_of
  WHERE f.unpaid_interest_in_term + f.unpaid_interest_overdue <> 0
),
standing AS (
  SELECT
    e.branch_code, e.contract_no, e.entry_type, e.from_class, e.to_class, e.reverses_entry_id IS NOT NULL AS reversal, count(*) FILTER (e.amount <> 0) AS entries,
    sum(CASE WHEN e.entry_type IN ('interest_opening', 'interest_due') = (e.reverses_entry_id IS NULL) THEN e.amount ELSE -e.amount END) AS amount
  FROM lake.loan_ledger e
  SEMI JOIN owed o ON o.contract_no = e.contract_no AND o.branch_code = e.branch_code
  WHERE e.entry_type IN ('interest_opening', 'interest_due', 'interest_paid', 'interest_waived')
  GROUP BY ALL
),
paid AS (
  SELECT
    f.as_of, d.latest_on, f.branch_code, f.contract_no, coalesce(f.group_code, '') AS group_code, f.union_code, coalesce(f.commune_code, '') AS commune_code, f.office_code, f.programme_code, f.fund_source, d.month
  FROM fact.loan_month f
  JOIN day d ON d.as_of = f.as_of
  WHERE f.interest_paid_in_term + f.interest_paid_overdue <> 0
)
SELECT
  o.as_of, 'unpaid_interest' AS measure, o.branch_code, o.contract_no, coalesce(o.group_code, '') AS group_code, o.union_code, coalesce(o.commune_code, '') AS commune_code, o.office_code, o.programme_code, o.fund_source,
  e.entry_type, coalesce(e.from_class, '') AS from_class, coalesce(e.to_class, '') AS to_class, e.reversal, false AS this_month, e.entries, e.amount
FROM standing e
JOIN owed o ON o.contract_no = e.contract_no AND o.branch_code = e.branch_code
WHERE e.entries > 0
UNION ALL
SELECT
  f.latest_on, 'interest_paid', f.branch_code, f.contract_no, f.group_code, f.union_code, f.commune_code, f.office_code, f.programme_code, f.fund_source,
  e.entry_type, coalesce(e.from_class, ''), coalesce(e.to_class, ''), e.reverses_entry_id IS NOT NULL, f.as_of = f.latest_on, count(*) FILTER (e.amount <> 0),
  sum(CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END)
FROM lake.loan_ledger e
JOIN paid f ON f.contract_no = e.contract_no AND f.branch_code = e.branch_code AND f.month = last_day(e.posted_on)
WHERE e.entry_type = 'interest_paid'
GROUP BY ALL
