-- doc: customers whose first known loan is young
-- grain: union_code, household_kind
WITH known AS (
  SELECT customer_code, min(first_disbursed_on) AS since FROM held_loan WHERE as_of <= $as_of::DATE GROUP BY customer_code
)
SELECT l.union_code, (SELECT c.household_kind FROM src.customer c WHERE c.customer_code = l.customer_code) AS household_kind, count(DISTINCT l.customer_code) AS customers, sum(l.outstanding) AS outstanding
FROM held_loan l
WHERE l.as_of = $as_of::DATE AND EXISTS (SELECT 1 FROM known k WHERE k.customer_code = l.customer_code AND k.since <= $as_of::DATE AND datediff('month', k.since, $as_of::DATE) < $months::INT)
GROUP BY 1, 2 ORDER BY 1, 2, 3, 4
