-- doc: Ledger entries behind the facts of deposit_facts, as fact.deposit_sum keeps them added up: none of days and spans that it does not keep.
-- grain: a row of fact.deposit_sum
SELECT customer_code, entry_type, '' AS from_class, '' AS to_class, reversal, entries, amount
FROM fact.deposit_sum
WHERE as_of = getvariable('last_on')::DATE
  AND CASE getvariable('measure')::VARCHAR WHEN 'savers' THEN measure = 'deposit_balance' AND saver ELSE measure = getvariable('measure')::VARCHAR END
  AND (measure = 'deposit_balance' OR getvariable('first_on')::DATE = date_trunc('year', as_of)::DATE OR this_month)
  AND CASE WHEN getvariable('row_union') IS NULL THEN list_contains(getvariable('shown_unions')::VARCHAR[], union_code) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
  AND (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_commune') IS NULL OR commune_code = getvariable('row_commune')::VARCHAR)
  AND (getvariable('row_grouped') IS NULL OR group_code <> '')
  AND (getvariable('row_customer') IS NULL OR customer_code = getvariable('row_customer')::VARCHAR)
  AND (getvariable('row_group') IS NULL OR group_code = getvariable('row_group')::VARCHAR)
