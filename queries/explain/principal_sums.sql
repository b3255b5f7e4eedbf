-- doc: Ledger entries behind the facts of loan_facts, as fact.principal_sum keeps them added up: none of days that it does not keep.
-- grain: a row of fact.principal_sum
SELECT
  contract_no, group_code, programme_code, entry_type, from_class, to_class, reversal, entries,
  amount * CASE getvariable('classes')::VARCHAR
    WHEN 'all' THEN CAST(to_class <> '' AS BIGINT) - CAST(from_class <> '' AS BIGINT)
    ELSE CAST(to_class = getvariable('classes')::VARCHAR AS BIGINT) - CAST(from_class = getvariable('classes')::VARCHAR AS BIGINT)
  END AS amount
FROM fact.principal_sum
WHERE as_of = getvariable('last_on')::DATE
  AND CASE getvariable('classes')::VARCHAR
    WHEN 'all' THEN owes AND (from_class = '' OR to_class = '')
    WHEN 'in_term' THEN owes_in_term
    WHEN 'overdue' THEN owes_overdue
    WHEN 'frozen' THEN owes_frozen
  END
  AND (getvariable('classes')::VARCHAR IN ('all', from_class) OR to_class = getvariable('classes')::VARCHAR)
  AND CASE WHEN getvariable('measure') = 'outstanding_all' THEN union_code = '99' OR list_contains(getvariable('shown_unions')::VARCHAR[], union_code)
    WHEN getvariable('row_union') IS NULL THEN list_contains(getvariable('shown_unions')::VARCHAR[], union_code)
    ELSE union_code = getvariable('row_union')::VARCHAR END
  AND (getvariable('measure')::VARCHAR <> 'groups' OR group_code <> '')
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
  AND (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_commune') IS NULL OR commune_code = getvariable('row_commune')::VARCHAR)
  AND (getvariable('row_group') IS NULL OR group_code = getvariable('row_group')::VARCHAR)
  AND (getvariable('row_grouped') IS NULL OR group_code <> '')
  AND (getvariable('row_contract_no') IS NULL OR contract_no = getvariable('row_contract_no')::VARCHAR)
  AND (getvariable('row_programme') IS NULL OR programme_code = getvariable('row_programme')::VARCHAR)
  AND (getvariable('row_fund_source') IS NULL OR fund_source = getvariable('row_fund_source')::VARCHAR)
