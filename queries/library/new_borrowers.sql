-- doc: Customers whose first loan that the warehouse knows of was paid out in the months up to the day, by union and kind of household.
-- grain: a row per union and kind of household
-- vi: Hộ vay mới
-- en: New borrowers
-- units: customers, đồng
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: months int = 12: how many months, the day's included
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
first AS (
  SELECT customer_code, min(first_disbursed_on) AS since
  FROM fact.loan_month
  WHERE as_of <= (SELECT as_of FROM day)
  GROUP BY ALL
)
SELECT m.union_code, c.household_kind, count(DISTINCT m.customer_code) AS customers, sum(m.outstanding)::BIGINT AS outstanding
FROM first f
CROSS JOIN day d
JOIN fact.loan_month m ON m.customer_code = f.customer_code AND m.as_of = d.as_of
LEFT JOIN dim.customer c ON c.customer_code = f.customer_code
WHERE f.since <= d.as_of AND f.since > last_day(d.as_of - to_months($months::INT))
GROUP BY ALL
ORDER BY ALL
