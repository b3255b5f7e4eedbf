-- doc: Cases of debt at risk submitted up to the day asked for, of loans that lie in the scope on the day, by contract and by the customer's group, whether the loan still owes or not.
-- grain: a row per case
WITH submitted AS (
  SELECT c.*, CASE WHEN c.decided_on IS NULL OR c.decided_on > a.as_of THEN 'pending' WHEN c.approved THEN 'decided' ELSE 'refused' END AS status, c.submitted_on >= a.year_start AS this_year
  FROM dim.risk_case c
  JOIN meta.asked a ON c.submitted_on <= a.as_of
)
-- The conditions are constants, which spare one of the two: nothing is placed where everything is asked for.
SELECT s.* FROM submitted s
WHERE coalesce(getvariable('union_code')::VARCHAR, getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR, getvariable('programme_code')::VARCHAR, getvariable('branch_code')::VARCHAR) IS NULL
UNION ALL
SELECT s.* FROM submitted s
SEMI JOIN meta.asked_contract k ON k.contract_no = s.contract_no
WHERE coalesce(getvariable('union_code')::VARCHAR, getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR, getvariable('programme_code')::VARCHAR, getvariable('branch_code')::VARCHAR) IS NOT NULL
