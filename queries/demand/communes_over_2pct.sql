-- doc: Communes in which more than 2 % of what groups owe is overdue, all unions asked for together.
-- grain: a row per commune
-- vi: Xã có tỷ lệ nợ quá hạn trên 2%
-- en: Communes with over 2 % overdue
-- units: groups, households, đồng, fraction
WITH figures AS (
  SELECT commune_code, any_value(office_code) AS office_code, sum(outstanding) AS outstanding, sum(overdue) AS overdue, sum(overdue_change) AS overdue_change
  FROM meta.asked_cell
  WHERE commune_code <> ''
  GROUP BY commune_code
),
counted AS (
  SELECT commune_code, count(DISTINCT group_code) AS groups, sum(sole_households) + count(DISTINCT customer_code) AS households FROM meta.asked_owing GROUP BY commune_code
)
SELECT
  a.as_of, f.commune_code, coalesce(c.name, f.commune_code) AS commune_name, coalesce(c.office_code, '') AS office_code, k.groups, k.households, f.outstanding, f.overdue,
  f.overdue::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS overdue_ratio, f.overdue_change
FROM meta.asked a
CROSS JOIN figures f
JOIN counted k ON k.commune_code = f.commune_code
LEFT JOIN meta.asked_commune c ON c.commune_code = f.commune_code
WHERE f.overdue * 100 > f.outstanding * 2
