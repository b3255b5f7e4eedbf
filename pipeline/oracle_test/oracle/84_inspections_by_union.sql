-- doc: inspections_by_union; total is province + district
-- grain: as_of, union_code, by_level
WITH grid AS (
  SELECT d.as_of, d.year_start, u.union_code, unnest([
    {'by_level': 'province', 'levels': ['province']}, {'by_level': 'district', 'levels': ['district']},
    {'by_level': 'commune', 'levels': ['commune']}, {'by_level': 'total', 'levels': ['province', 'district']}], max_depth := 2)
  FROM day d CROSS JOIN union_list u
), part AS (
  SELECT g.as_of, g.union_code, g.by_level,
    count(*) FILTER (i.target_level = 'district') AS districts, count(*) FILTER (i.target_level = 'commune') AS communes,
    count(*) FILTER (i.target_level = 'group') AS groups, count(*) FILTER (i.target_level = 'household') AS households
  FROM grid g
  LEFT JOIN src.inspection i ON i.union_code = g.union_code AND i.inspected_on BETWEEN g.year_start AND g.as_of AND list_contains(g.levels, i.by_level)
  GROUP BY g.as_of, g.union_code, g.by_level
), shown AS (
  SELECT * FROM part
  WHERE union_code <> '98' OR (as_of IN (SELECT as_of FROM part WHERE union_code = '98' AND districts + communes + groups + households <> 0))
  UNION ALL
  SELECT as_of, '00', by_level, sum(districts), sum(communes), sum(groups), sum(households) FROM part GROUP BY as_of, by_level
)
SELECT s.as_of, s.union_code, CASE WHEN s.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name, by_level, districts, communes, groups, households
FROM shown s LEFT JOIN union_list u ON u.union_code = s.union_code
