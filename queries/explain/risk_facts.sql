-- doc: Cases of loans at risk of the scope asked for, in rounds with a case submitted in the year: decided or pending on the day asked for; the amount is the principal asked for.
-- grain: a row per case
WITH submitted AS MATERIALIZED (SELECT * FROM meta.asked_case)
SELECT case_id, round_code, contract_no, measure, submitted_on, decided_on, principal AS amount
FROM submitted
WHERE round_code IN (SELECT round_code FROM submitted WHERE this_year)
  AND (getvariable('row_round_code') IS NULL OR round_code = getvariable('row_round_code')::VARCHAR)
  AND (getvariable('row_measure') IS NULL OR measure = getvariable('row_measure')::VARCHAR)
  AND (getvariable('measure')::VARCHAR NOT LIKE 'writeoff%' OR measure = 'write_off')
  AND CASE
    WHEN getvariable('measure')::VARCHAR LIKE '%decided' THEN status = 'decided'
    WHEN getvariable('measure')::VARCHAR LIKE '%pending' THEN status = 'pending'
    ELSE true
  END
