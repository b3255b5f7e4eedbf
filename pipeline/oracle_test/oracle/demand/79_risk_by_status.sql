-- doc: risk_by_status
-- grain: as_of, round_code, measure, status
WITH known AS (
  SELECT d.as_of, d.year_start, c.*, CASE WHEN coalesce(c.decided_on > d.as_of, true) THEN 'pending' WHEN c.approved THEN 'decided' ELSE 'refused' END AS status
  FROM asked a JOIN day d USING (as_of) JOIN src.risk_case c ON c.submitted_on <= d.as_of
  WHERE coalesce(a.union_code, a.office_code, a.commune_code, a.programme_code, a.branch_code) IS NULL OR c.contract_no IN (SELECT contract_no FROM scope_contract)
)
SELECT as_of, round_code, measure, status, count(*) AS loans, sum(principal) AS principal, sum(interest) AS interest
FROM known k WHERE EXISTS (SELECT 1 FROM known r WHERE r.round_code = k.round_code AND r.submitted_on >= r.year_start)
GROUP BY ALL
