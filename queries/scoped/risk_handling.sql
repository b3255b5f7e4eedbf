-- doc: risk_handling in a scope: cases of loans that lie in it on the day, by contract and by the customer's group, whether the loan still owes or not.
-- grain: a row per round and measure
WITH round AS (
  SELECT DISTINCT round_code FROM meta.asked_case WHERE this_year
)
SELECT
  a.as_of, c.round_code, c.measure,
  count(*) FILTER (c.status = 'decided') AS decided_loans,
  coalesce(sum(c.principal) FILTER (c.status = 'decided'), 0) AS decided_principal,
  count(*) FILTER (c.status = 'pending') AS pending_loans,
  coalesce(sum(c.principal) FILTER (c.status = 'pending'), 0) AS pending_principal
FROM meta.asked a
CROSS JOIN meta.asked_case c
SEMI JOIN round r USING (round_code)
GROUP BY ALL
