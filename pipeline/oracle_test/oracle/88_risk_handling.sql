-- doc: risk_handling: rounds with a case submitted in the day's year, by what is known on the day
-- grain: as_of, round_code, measure
SELECT d.as_of, c.round_code, c.measure,
  count(*) FILTER (c.approved AND c.decided_on <= d.as_of) AS decided_loans,
  coalesce(sum(c.principal) FILTER (c.approved AND c.decided_on <= d.as_of), 0) AS decided_principal,
  count(*) FILTER (c.decided_on IS NULL OR c.decided_on > d.as_of) AS pending_loans,
  coalesce(sum(c.principal) FILTER (c.decided_on IS NULL OR c.decided_on > d.as_of), 0) AS pending_principal
FROM day d JOIN src.risk_case c ON c.submitted_on <= d.as_of
WHERE c.round_code IN (SELECT r.round_code FROM src.risk_case r WHERE r.submitted_on BETWEEN d.year_start AND d.as_of)
GROUP BY d.as_of, c.round_code, c.measure
