-- doc: commission_due
-- grain: as_of, group_code
WITH due AS (
  SELECT i.group_code, sum(sign(share) * ((24000000 * abs(share) + whole) // (2 * whole))) AS base_year, sum(sign(share) * ((24 * 750 * abs(share) + whole) // (2 * whole))) AS due_year,
    sum(CASE WHEN i.as_of = d.as_of THEN sign(share) * ((24 * 750 * abs(share) + whole) // (2 * whole)) ELSE 0 END) AS due_month
  FROM asked a JOIN day d USING (as_of) JOIN interest_share i ON i.as_of BETWEEN d.year_start AND d.as_of GROUP BY ALL
), paid AS (
  SELECT p.unit_code AS group_code, sum(amount) AS paid_year, sum(CASE WHEN p.paid_on >= d.month_start THEN amount ELSE 0 END) AS paid_month
  FROM asked a JOIN day d USING (as_of) JOIN src.fee_payment p ON p.paid_on BETWEEN d.year_start AND d.as_of WHERE kind = 'group_commission' AND unit_level = 'group' GROUP BY ALL
), listed AS (
  SELECT c.group_code, c.union_code, c.commune_code, c.commune_name, coalesce(base_year, 0) AS base_year, coalesce(due_month, 0) AS due_month, coalesce(paid_month, 0) AS paid_month, coalesce(due_year, 0) AS due_year,
    coalesce(paid_year, 0) AS paid_year, coalesce(paid_year, 0) - coalesce(due_year, 0) AS difference
  FROM crowd c LEFT JOIN due ON due.group_code = c.group_code LEFT JOIN paid ON paid.group_code = c.group_code
  WHERE due.group_code IS NOT NULL OR paid.group_code IS NOT NULL
)
SELECT a.as_of, l.* FROM asked a CROSS JOIN listed l
UNION ALL BY NAME
SELECT a.as_of, '00' AS group_code, '00' AS union_code, '' AS commune_code, '' AS commune_name, coalesce(sum(base_year), 0) AS base_year, coalesce(sum(due_month), 0) AS due_month,
  coalesce(sum(paid_month), 0) AS paid_month, coalesce(sum(due_year), 0) AS due_year, coalesce(sum(paid_year), 0) AS paid_year, coalesce(sum(difference), 0) AS difference
FROM asked a LEFT JOIN listed ON true WHERE a.programme_code IS NULL GROUP BY a.as_of
