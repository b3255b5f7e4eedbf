-- doc: Customers who owe without being members any more, on each as-of day that reports on demand answer for: those of a group that has them for having been members.
-- grain: a row per as-of day, branch and customer
WITH was AS (
  SELECT DISTINCT customer_code FROM dim.group_membership WHERE valid_to IS NOT NULL
),
owing AS (
  SELECT m.as_of, m.branch_code, m.customer_code, m.group_code, m.union_code, sum(m.outstanding) AS outstanding
  FROM fact.loan_month m
  SEMI JOIN was w ON w.customer_code = m.customer_code
  SEMI JOIN meta.fact_day d ON d.as_of = m.as_of
  WHERE m.outstanding > 0 AND m.group_code IS NOT NULL AND m.union_code <> '99'
  GROUP BY ALL
)
SELECT o.*
FROM owing o
ANTI JOIN dim.group_membership m ON m.customer_code = o.customer_code AND m.valid_from <= o.as_of AND coalesce(m.valid_to, DATE '9999-12-31') > o.as_of
ORDER BY o.as_of
