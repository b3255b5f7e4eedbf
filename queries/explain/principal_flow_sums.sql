-- doc: Ledger entries behind the facts of loan_facts, as fact.principal_flow_sum keeps them added up: none of days and spans that it does not keep.
-- grain: a row of fact.principal_flow_sum
SELECT contract_no, entry_type, from_class, to_class, reversal, entries, amount
FROM fact.principal_flow_sum
WHERE as_of = getvariable('last_on')::DATE
  AND measure = getvariable('measure')::VARCHAR
  AND (getvariable('first_on')::DATE = date_trunc('year', as_of)::DATE OR this_month)
  AND CASE WHEN getvariable('row_union') IS NULL THEN list_contains(getvariable('shown_unions')::VARCHAR[], union_code) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
  AND (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_commune') IS NULL OR commune_code = getvariable('row_commune')::VARCHAR)
  AND (getvariable('row_group') IS NULL OR group_code = getvariable('row_group')::VARCHAR)
  AND (getvariable('row_grouped') IS NULL OR group_code <> '')
  AND (getvariable('row_contract_no') IS NULL OR contract_no = getvariable('row_contract_no')::VARCHAR)
  AND (getvariable('row_programme') IS NULL OR programme_code = getvariable('row_programme')::VARCHAR)
  AND (getvariable('row_fund_source') IS NULL OR fund_source = getvariable('row_fund_source')::VARCHAR)
