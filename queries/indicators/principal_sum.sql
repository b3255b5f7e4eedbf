-- doc: Principal entries up to the latest day that reports on demand answer for, and up to the day that changes are measured against, of contracts with a balance on it.
-- grain: a row per as-of day, contract and kind of entry
WITH day AS (
  SELECT as_of FROM meta.fact_day WHERE latest
  UNION
  SELECT base_on FROM meta.fact_day WHERE latest AND base_on IS NOT NULL
),
held AS (
  SELECT f.*
  FROM fact.loan_month f
  SEMI JOIN day d USING (as_of)
  WHERE f.in_term <> 0 OR f.overdue <> 0 OR f.frozen <> 0
)
SELECT
  f.as_of, f.branch_code, f.contract_no, coalesce(f.group_code, '') AS group_code, f.union_code, coalesce(f.commune_code, '') AS commune_code, f.office_code, f.programme_code, f.fund_source,
  f.outstanding <> 0 AS owes, f.in_term <> 0 AS owes_in_term, f.overdue <> 0 AS owes_overdue, f.frozen <> 0 AS owes_frozen,
  e.entry_type, coalesce(e.from_class, '') AS from_class, coalesce(e.to_class, '') AS to_class, e.reverses_entry_id IS NOT NULL AS reversal, count(*) AS entries, sum(e.amount) AS amount
FROM fact.principal_entry e
JOIN held f ON f.contract_no = e.contract_no AND f.branch_code = e.branch_code
WHERE e.posted_on <= f.as_of
GROUP BY ALL
ORDER BY as_of, contract_no
