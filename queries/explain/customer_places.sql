-- doc: Where the deposit customers that the list keys names stood on the day last_on.
-- grain: a row per customer with a balance or movement in the month
SELECT
  customer_code AS key, union_code, coalesce(group_code, '') AS group_code, coalesce(commune_code, '') AS commune_code, office_code, branch_code
FROM fact.deposit_month
WHERE as_of = getvariable('last_on')::DATE AND customer_code IN (SELECT unnest(getvariable('keys')::VARCHAR[]))
