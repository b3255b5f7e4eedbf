-- doc: Where the contracts that the list keys names stood on the day last_on.
-- grain: a row per contract with a balance or movement in the month
SELECT
  contract_no AS key, union_code, coalesce(group_code, '') AS group_code, coalesce(commune_code, '') AS commune_code, office_code, branch_code,
  programme_code, fund_source
FROM fact.loan_month
WHERE as_of = getvariable('last_on')::DATE AND contract_no IN (SELECT unnest(getvariable('keys')::VARCHAR[]))
