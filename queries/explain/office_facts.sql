-- doc: Transaction offices; the amount is 1.
-- grain: a row per office
SELECT office_code, branch_code, name, 1::BIGINT AS amount
FROM dim.transaction_office
WHERE (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
