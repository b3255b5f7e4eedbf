-- doc: Ledger entries behind the groups in found, as fact.principal_sum keeps them added up: none of days that it does not keep.
-- grain: a row of fact.principal_sum
SELECT
  contract_no, entry_type, from_class, to_class, reversal, entries,
  amount * CASE getvariable('classes')::VARCHAR
    WHEN 'all' THEN CAST(to_class <> '' AS BIGINT) - CAST(from_class <> '' AS BIGINT)
    ELSE CAST(to_class = getvariable('classes')::VARCHAR AS BIGINT) - CAST(from_class = getvariable('classes')::VARCHAR AS BIGINT)
  END AS amount
FROM fact.principal_sum
SEMI JOIN found USING (group_code)
WHERE as_of = getvariable('last_on')::DATE
  AND CASE getvariable('classes')::VARCHAR
    WHEN 'all' THEN owes AND (from_class = '' OR to_class = '')
    WHEN 'in_term' THEN owes_in_term
    WHEN 'overdue' THEN owes_overdue
    WHEN 'frozen' THEN owes_frozen
  END
  AND (getvariable('classes')::VARCHAR IN ('all', from_class) OR to_class = getvariable('classes')::VARCHAR)
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
  AND (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_programme') IS NULL OR programme_code = getvariable('row_programme')::VARCHAR)
