-- doc: Groups with debt that nobody inspected from 1 January to the day, with the latest visit before. No rows where a programme is asked for: a group is of no programme.
-- grain: a row per group
-- vi: Tổ chưa được kiểm tra trong năm
-- en: Groups not inspected this year
-- units: households, đồng
WITH owing AS (
  SELECT group_code, sum(sole_households) + count(DISTINCT customer_code) AS households, sum(outstanding) AS outstanding, sum(overdue) AS overdue FROM meta.asked_owing GROUP BY group_code
),
visited AS (
  SELECT i.target_code AS group_code, max(i.inspected_on) AS inspected_on
  FROM dim.inspection i
  JOIN meta.asked a ON i.inspected_on <= a.as_of
  WHERE i.target_level = 'group'
  GROUP BY i.target_code
)
SELECT
  a.as_of, g.group_code, g.union_code, g.commune_code, g.commune_name, v.inspected_on, o.households, o.outstanding, o.overdue
FROM meta.asked a
CROSS JOIN meta.asked_group_place g
JOIN owing o USING (group_code)
LEFT JOIN visited v USING (group_code)
WHERE v.inspected_on IS NULL OR v.inspected_on < a.year_start
