-- doc: Customers who are members of more than one group on the day, which the rules forbid, with the groups and what they owe.
-- grain: a row per customer
-- vi: Hộ là tổ viên của hai tổ trở lên
-- en: Households in two groups or more
-- units: groups, đồng
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
member AS (
  SELECT m.customer_code, count(DISTINCT m.group_code) AS groups, string_agg(DISTINCT m.group_code, ', ' ORDER BY m.group_code) AS group_codes
  FROM dim.group_membership m, day d
  WHERE m.valid_from <= d.as_of AND coalesce(m.valid_to > d.as_of, true)
  GROUP BY ALL
  HAVING count(DISTINCT m.group_code) > 1
),
owed AS (
  SELECT customer_code, sum(outstanding)::BIGINT AS outstanding
  FROM fact.loan_month
  WHERE as_of = (SELECT as_of FROM day)
  GROUP BY ALL
)
SELECT m.customer_code, m.groups, m.group_codes, coalesce(o.outstanding, 0) AS outstanding
FROM member m
LEFT JOIN owed o USING (customer_code)
ORDER BY outstanding DESC, m.customer_code
