-- doc: risk_handling within what is asked
-- grain: as_of, round_code, measure
WITH known AS (
  SELECT d.as_of, d.year_start, c.* FROM asked a JOIN day d USING (as_of) JOIN src.risk_case c ON c.submitted_on <= d.as_of
  WHERE coalesce(a.union_code, a.office_code, a.commune_code, a.programme_code, a.branch_code) IS NULL OR c.contract_no IN (SELECT contract_no FROM scope_contract)
)
SELECT as_of, round_code, measure,
  sum(CASE WHEN approved AND decided_on <= as_of THEN 1 ELSE 0 END) AS decided_loans, sum(CASE WHEN approved AND decided_on <= as_of THEN principal ELSE 0 END) AS decided_principal,
  sum(CASE WHEN coalesce(decided_on > as_of, true) THEN 1 ELSE 0 END) AS pending_loans, sum(CASE WHEN coalesce(decided_on > as_of, true) THEN principal ELSE 0 END) AS pending_principal
FROM known k WHERE EXISTS (SELECT 1 FROM known r WHERE r.round_code = k.round_code AND r.submitted_on >= r.year_start)
GROUP BY ALL
