-- doc: Members who saved regularly and then stopped: deposits in each of the months before, none in the last ones, and still a member with a balance.
-- grain: a row per customer, the largest balance first
-- vi: Tổ viên ngừng gửi tiết kiệm
-- en: Savers who stopped
-- units: đồng, months
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: silent int = 3: months without a deposit, the day's included
-- param: regular int = 6: months before these, each with a deposit
-- param: top int = 100: how many customers
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
saved AS (
  SELECT m.customer_code, datediff('month', m.as_of, d.as_of) AS back, sum(m.deposited)::BIGINT AS deposited
  FROM fact.deposit_month m, day d
  WHERE m.as_of <= d.as_of AND m.as_of > last_day(d.as_of - to_months($silent::INT + $regular::INT))
  GROUP BY ALL
),
stopped AS (
  SELECT customer_code, ((2 * sum(deposited) FILTER (back >= $silent::INT) + $regular::INT) // (2 * $regular::INT))::BIGINT AS monthly
  FROM saved
  GROUP BY customer_code
  HAVING count(*) FILTER (back >= $silent::INT AND deposited > 0) = $regular::INT AND coalesce(sum(deposited) FILTER (back < $silent::INT), 0) = 0
)
SELECT s.customer_code, m.group_code, m.union_code, m.commune_code, s.monthly AS deposited_a_month_before, m.balance
FROM stopped s
JOIN fact.deposit_month m ON m.customer_code = s.customer_code AND m.as_of = (SELECT as_of FROM day)
WHERE m.member AND m.balance > 0
ORDER BY m.balance DESC, s.customer_code
LIMIT $top::INT
