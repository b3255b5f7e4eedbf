-- doc: Cases of loans at risk in rounds with a case submitted from first_on to last_on: decided or pending on the day last_on; the amount is the principal asked for.
-- grain: a row per case
SELECT case_id, round_code, contract_no, measure, submitted_on, decided_on, principal AS amount
FROM dim.risk_case
WHERE round_code IN (SELECT round_code FROM dim.risk_case WHERE submitted_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE)
  AND submitted_on <= getvariable('last_on')::DATE
  AND (getvariable('row_round_code') IS NULL OR round_code = getvariable('row_round_code')::VARCHAR)
  AND (getvariable('row_measure') IS NULL OR measure = getvariable('row_measure')::VARCHAR)
  AND (getvariable('measure')::VARCHAR NOT LIKE 'writeoff%' OR measure = 'write_off')
  AND CASE
    WHEN getvariable('measure')::VARCHAR LIKE '%decided' THEN coalesce(approved, false) AND decided_on <= getvariable('last_on')::DATE
    WHEN getvariable('measure')::VARCHAR LIKE '%pending' THEN decided_on IS NULL OR decided_on > getvariable('last_on')::DATE
    ELSE true
  END
