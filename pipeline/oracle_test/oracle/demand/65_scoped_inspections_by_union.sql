-- doc: inspections_by_union within what is asked
-- grain: as_of, union_code, by_level
WITH visit AS (
  SELECT i.* FROM src.inspection i CROSS JOIN asked a JOIN day d USING (as_of)
  WHERE i.inspected_on BETWEEN d.year_start AND a.as_of AND i.union_code = coalesce(a.union_code, i.union_code)
    AND (coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR (i.target_level, i.target_code) IN (SELECT (level, code) FROM scope_unit))
), line AS (
  SELECT union_code, name_vi AS union_name, union_code AS part FROM union_list UNION ALL SELECT '00', 'Tổng cộng', union_code FROM union_list
), grid AS (
  SELECT l.*, v.by_level, v.one FROM line l, (VALUES ('province', 'province'), ('district', 'district'), ('commune', 'commune'), ('total', 'province'), ('total', 'district')) v(by_level, one)
), counted AS (
  SELECT a.as_of, a.programme_code, a.commune_code, g.union_code, g.union_name, g.by_level,
    count(CASE WHEN target_level = 'district' THEN 1 END) AS districts, count(CASE WHEN target_level = 'commune' THEN 1 END) AS communes,
    count(CASE WHEN target_level = 'group' THEN 1 END) AS groups, count(CASE WHEN target_level = 'household' THEN 1 END) AS households
  FROM asked a CROSS JOIN grid g LEFT JOIN visit i ON i.union_code = g.part AND i.by_level = g.one
  WHERE a.union_code IS NULL OR g.union_code IN ('00', a.union_code)
  GROUP BY ALL
)
SELECT as_of, union_code, union_name, by_level,
  CASE WHEN coalesce(programme_code, commune_code) IS NULL THEN districts END AS districts, CASE WHEN programme_code IS NULL THEN communes END AS communes,
  CASE WHEN programme_code IS NULL THEN groups END AS groups, CASE WHEN programme_code IS NULL THEN households END AS households
FROM counted
WHERE union_code <> '98' OR EXISTS (SELECT 1 FROM counted c WHERE c.union_code = '98' AND c.programme_code IS NULL
  AND (c.communes + c.groups + c.households > 0 OR (c.districts > 0 AND c.commune_code IS NULL)))
