-- doc: Contracts of the term that the cell's row or the measure is about: both, when both are about one.
-- grain: a row per contract
SELECT contract_no
FROM meta.loan_term
WHERE (getvariable('row_term') IS NULL OR term = getvariable('row_term')::VARCHAR)
  AND CASE getvariable('measure')::VARCHAR WHEN 'short_term' THEN term = '12' WHEN 'medium_term' THEN term = '60' WHEN 'long_term' THEN term = 'over' ELSE true END
