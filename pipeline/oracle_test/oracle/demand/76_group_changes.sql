-- doc: group_changes
-- grain: as_of, commune_code, union_code
WITH counted AS (
  SELECT c.commune_code, c.union_code, CASE WHEN c.open THEN 1 ELSE 0 END AS groups,
    CASE WHEN g.established_on BETWEEN d.month_start AND d.as_of THEN 1 ELSE 0 END AS opened_month, CASE WHEN g.established_on BETWEEN d.year_start AND d.as_of THEN 1 ELSE 0 END AS opened_year,
    CASE WHEN g.closed_on BETWEEN d.month_start AND d.as_of THEN 1 ELSE 0 END AS closed_month, CASE WHEN g.closed_on BETWEEN d.year_start AND d.as_of THEN 1 ELSE 0 END AS closed_year,
    CASE WHEN g.closed_on BETWEEN d.month_start AND d.as_of AND g.merged_into <> '' THEN 1 ELSE 0 END AS merged_month,
    CASE WHEN g.closed_on BETWEEN d.year_start AND d.as_of AND g.merged_into <> '' THEN 1 ELSE 0 END AS merged_year,
    CASE WHEN c.open THEN 1 ELSE 0 END - CASE WHEN g.established_on <= d.base_on AND (g.closed_on IS NULL OR g.closed_on > d.base_on) THEN 1 ELSE 0 END AS net_change
  FROM crowd c JOIN src.savings_group g USING (group_code) CROSS JOIN asked a JOIN day d USING (as_of)
), line AS (
  SELECT * FROM counted UNION ALL SELECT '00', * EXCLUDE (commune_code) FROM counted
), both_ways AS (
  SELECT * FROM line UNION ALL BY NAME SELECT '00' AS union_code, * EXCLUDE (union_code) FROM line
  UNION ALL SELECT '00', '00', 0, 0, 0, 0, 0, 0, 0, 0
), summed AS (
  SELECT commune_code, union_code, sum(COLUMNS(* EXCLUDE (commune_code, union_code))) FROM both_ways GROUP BY ALL
)
SELECT a.as_of, s.commune_code, coalesce(n.name, s.commune_code) AS commune_name, s.union_code, coalesce(u.name_vi, 'Tổng cộng') AS union_name, s.* EXCLUDE (commune_code, union_code)
FROM asked a CROSS JOIN summed s LEFT JOIN label n ON n.kind = 'commune' AND n.key = s.commune_code LEFT JOIN union_list u ON u.union_code = s.union_code
WHERE a.programme_code IS NULL AND ((s.commune_code = '00' AND s.union_code = '00') OR groups + opened_year + closed_year > 0 OR net_change <> 0)
