-- doc: Handling of loans at risk, for rounds with a case submitted in the as-of day's year, up to that day.
--   Decided: approved, and decided on or before the day. Pending: submitted on or before the day, and not decided on it.
-- grain: a row per as-of day, round and measure
-- vi: Xử lý nợ rủi ro
-- en: Handling of loans at risk
-- units: loans, đồng
WITH round AS (
  SELECT DISTINCT a.as_of, c.round_code
  FROM meta.as_of a
  JOIN dim.risk_case c ON c.submitted_on BETWEEN a.year_start AND a.as_of
)
SELECT
  r.as_of, r.round_code, c.measure,
  count(*) FILTER (c.approved AND c.decided_on <= r.as_of) AS decided_loans,
  coalesce(sum(c.principal) FILTER (c.approved AND c.decided_on <= r.as_of), 0)::BIGINT AS decided_principal,
  count(*) FILTER (c.decided_on IS NULL OR c.decided_on > r.as_of) AS pending_loans,
  coalesce(sum(c.principal) FILTER (c.decided_on IS NULL OR c.decided_on > r.as_of), 0)::BIGINT AS pending_principal
FROM round r
JOIN dim.risk_case c ON c.round_code = r.round_code AND c.submitted_on <= r.as_of
GROUP BY ALL
