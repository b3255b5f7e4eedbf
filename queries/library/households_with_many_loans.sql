-- doc: Customers with several loans outstanding at once, with how much they owe and how much of it is overdue.
-- grain: a row per customer, the largest debt first
-- vi: Hộ có nhiều món vay
-- en: Households with many loans
-- units: loans, đồng
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: least int = 3: fewer loans than this are left out
-- param: top int = 100: how many customers
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day)
SELECT m.customer_code, min(m.group_code) AS group_code, count(*) AS loans, string_agg(DISTINCT m.programme_code, ', ' ORDER BY m.programme_code) AS programmes,
  sum(m.outstanding)::BIGINT AS outstanding, sum(m.overdue)::BIGINT AS overdue
FROM fact.loan_month m
WHERE m.as_of = (SELECT as_of FROM day) AND m.outstanding > 0
GROUP BY m.customer_code
HAVING count(*) >= $least::INT
ORDER BY outstanding DESC, m.customer_code
LIMIT $top::INT
