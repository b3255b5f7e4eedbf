-- doc: members that saved every month and then no more
-- grain: customer_code
WITH month AS (
  SELECT customer_code, datediff('month', as_of, $as_of::DATE) AS back, deposited FROM deposit_month WHERE as_of <= $as_of::DATE
)
SELECT d.customer_code, d.group_code, d.union_code, d.commune_code,
  (SELECT (2 * sum(m.deposited) + $regular::INT) // (2 * $regular::INT) FROM month m WHERE m.customer_code = d.customer_code AND m.back >= $silent::INT AND m.back < $silent::INT + $regular::INT) AS deposited_a_month_before, d.balance
FROM deposit_month d
WHERE d.as_of = $as_of::DATE AND d.member AND d.balance > 0
  AND $regular::INT = (SELECT count(*) FROM month m WHERE m.customer_code = d.customer_code AND m.back >= $silent::INT AND m.back < $silent::INT + $regular::INT AND m.deposited > 0)
  AND 0 = (SELECT coalesce(sum(m.deposited), 0) FROM month m WHERE m.customer_code = d.customer_code AND m.back < $silent::INT)
ORDER BY d.balance DESC, d.customer_code LIMIT $top::INT
