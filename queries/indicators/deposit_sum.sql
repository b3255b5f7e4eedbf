-- doc: Entries of the deposit ledger behind the deposits of the latest day that reports on demand answer for: what makes the balances, also of the day that changes are measured against, of customers that have one, and
--   what came in and went out from 1 January in months in which something did. The amount is signed as the figure counts it.
-- grain: a row per as-of day, measure, customer, place, kind of entry and whether it is of the day's month
WITH day AS MATERIALIZED (
  SELECT a.as_of, last_day(a.as_of) AS month, d.as_of AS latest_on, a.as_of >= d.year_start AS in_year, a.as_of IS NOT DISTINCT FROM d.base_on AS is_base
  FROM meta.as_of a
  JOIN meta.fact_day d ON d.latest AND a.as_of <= d.as_of
),
counted AS MATERIALIZED (
  SELECT
    e.branch_code, e.customer_code, e.entry_type, e.reverses_entry_id IS NOT NULL AS reversal, NOT d.in_year AS before,
    count(*) FILTER (e.amount <> 0) AS entries,
    sum(CASE WHEN (e.entry_type IN ('opening', 'deposit', 'interest')) = (e.reverses_entry_id IS NULL) THEN e.amount ELSE -e.amount END) AS amount
  FROM lake.deposit_ledger e
  JOIN day d ON d.month = last_day(e.posted_on)
  GROUP BY ALL
),
held AS (
  SELECT f.*, d.is_base
  FROM fact.deposit_month f
  JOIN day d ON d.as_of = f.as_of AND (d.is_base OR d.as_of = d.latest_on)
  WHERE f.balance <> 0
),
moved AS (
  SELECT
    f.as_of, d.latest_on, f.branch_code, f.customer_code, coalesce(f.group_code, '') AS group_code, f.union_code, coalesce(f.commune_code, '') AS commune_code, f.office_code, d.month,
    f.deposited + f.interest <> 0 AS some_in, f.withdrawn + f.offset_loan <> 0 AS some_out
  FROM fact.deposit_month f
  JOIN day d ON d.as_of = f.as_of AND d.in_year
  WHERE f.deposited + f.interest <> 0 OR f.withdrawn + f.offset_loan <> 0
)
SELECT
  f.as_of, 'deposit_balance' AS measure, f.branch_code, f.customer_code, coalesce(f.group_code, '') AS group_code, f.union_code, coalesce(f.commune_code, '') AS commune_code, f.office_code,
  f.member AND f.balance > 0 AS saver,
  e.entry_type, e.reversal, false AS this_month, sum(e.entries) AS entries, sum(e.amount) AS amount
FROM counted e
JOIN held f ON f.customer_code = e.customer_code AND f.branch_code = e.branch_code
WHERE e.entries > 0 AND (e.before OR NOT f.is_base)
GROUP BY ALL
UNION ALL
SELECT
  f.latest_on, CASE WHEN e.entry_type IN ('deposit', 'interest') THEN 'deposits_in' ELSE 'deposits_out' END, f.branch_code, f.customer_code, f.group_code, f.union_code, f.commune_code, f.office_code,
  false, e.entry_type, e.reverses_entry_id IS NOT NULL, f.as_of = f.latest_on, count(*) FILTER (e.amount <> 0),
  sum(CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END)
FROM lake.deposit_ledger e
JOIN moved f ON f.customer_code = e.customer_code AND f.branch_code = e.branch_code AND f.month = last_day(e.posted_on)
WHERE CASE WHEN e.entry_type IN ('deposit', 'interest') THEN f.some_in ELSE e.entry_type <> 'opening' AND f.some_out END
GROUP BY ALL
