-- doc: agreements_by_union within what is asked
-- grain: as_of, union_code
WITH agreed AS (
  SELECT g.* FROM src.agreement g CROSS JOIN asked a
  WHERE g.signed_on <= a.as_of AND coalesce(g.ended_on > a.as_of, true) AND g.union_code = coalesce(a.union_code, g.union_code) AND g.union_code IN (SELECT union_code FROM union_list)
    AND (coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR (g.unit_level, g.unit_code) IN (SELECT (level, code) FROM scope_unit))
), line AS (
  SELECT union_code, name_vi AS union_name, union_code AS part FROM union_list UNION ALL SELECT '00', 'Tổng cộng', union_code FROM union_list
)
SELECT a.as_of, l.union_code, l.union_name,
  CASE WHEN coalesce(a.programme_code, a.commune_code) IS NULL THEN count(DISTINCT CASE WHEN unit_level = 'district' THEN unit_code END) END AS districts,
  CASE WHEN a.programme_code IS NULL THEN count(DISTINCT CASE WHEN unit_level = 'commune' THEN unit_code END) END AS communes
FROM asked a CROSS JOIN line l LEFT JOIN agreed g ON g.union_code = l.part
WHERE a.union_code IS NULL OR l.union_code IN ('00', a.union_code)
GROUP BY a.as_of, a.programme_code, a.commune_code, l.union_code, l.union_name
HAVING l.union_code <> '98' OR (a.programme_code IS NULL AND count(g.union_code) > 0)
