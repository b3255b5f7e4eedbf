-- doc: What owes on the day and in the scope asked for, added up: households are sum(sole_households) + count(DISTINCT customer_code), groups count(DISTINCT group_code).
-- grain: a row per branch, union, office, group, programme, fund source, term and customer with several loans; a customer or group that is none is NULL
SELECT m.* REPLACE (nullif(m.group_code, '') AS group_code, nullif(m.customer_code, '') AS customer_code)
FROM indicator.debt_month m
JOIN meta.asked a ON m.as_of = a.as_of
WHERE m.union_code IN (SELECT union_code FROM meta.shown_union)
  -- A constant, which spares reading other days; the join says the same of the day that is taken when none is asked for.
  AND (getvariable('as_of')::DATE IS NULL OR m.as_of = getvariable('as_of')::DATE)
  AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
