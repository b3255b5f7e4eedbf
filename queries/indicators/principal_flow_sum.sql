-- doc: Principal entries of the year of the latest day that reports on demand answer for: those of what was lent, collected and written off in months in which something was. A reversal counts negative.
-- grain: a row per measure, contract, place, kind of entry and whether it is of the day's month
WITH day AS MATERIALIZED (
  SELECT a.as_of, last_day(a.as_of) AS month, d.as_of AS latest_on
  FROM meta.as_of a
  JOIN meta.fact_day d ON d.latest AND a.as_of BETWEEN d.year_start AND d.as_of
),
flow AS (
  SELECT
    f.as_of, d.latest_on, d.month, f.branch_code, f.contract_no, coalesce(f.group_code, '') AS group_code, f.union_code, coalesce(f.commune_code, '') AS commune_code, f.office_code, f.programme_code, f.fund_source,
    unnest(['disbursed', 'lending_turns', 'collected', 'written_off']) AS measure,
    unnest([
      f.disbursed, f.lending_turns, f.collected_in_term + f.collected_overdue + f.collected_frozen, f.written_off_in_term + f.written_off_overdue + f.written_off_frozen
    ]) AS amount
  FROM fact.loan_month f
  JOIN day d USING (as_of)
)
SELECT
  f.latest_on AS as_of, f.measure, f.branch_code, f.contract_no, f.group_code, f.union_code, f.commune_code, f.office_code, f.programme_code, f.fund_source,
  e.entry_type, coalesce(e.from_class, '') AS from_class, coalesce(e.to_class, '') AS to_class, e.reverses_entry_id IS NOT NULL AS reversal, f.as_of = f.latest_on AS this_month,
  count(*) AS entries, sum(CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END) AS amount
FROM fact.principal_entry e
JOIN flow f ON f.contract_no = e.contract_no AND f.branch_code = e.branch_code AND f.month = last_day(e.posted_on)
WHERE f.amount <> 0 AND e.amount <> 0
  AND CASE f.measure
    WHEN 'collected' THEN e.entry_type = 'repayment' AND NOT e.rebooking
    WHEN 'written_off' THEN e.entry_type = 'write_off'
    ELSE e.entry_type = 'disbursement' AND NOT e.rebooking
  END
GROUP BY ALL
ORDER BY measure, group_code
