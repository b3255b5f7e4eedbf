-- doc: agreements_missing
-- grain: as_of, unit_level, unit_code, union_code
WITH unit AS (
  SELECT as_of, 'district' AS unit_level, 'office' AS kind, office_code AS unit_code, union_code, count(DISTINCT group_code) AS groups, sum(outstanding) AS outstanding
  FROM lent WHERE now AND outstanding > 0 AND group_code IS NOT NULL GROUP BY ALL
  UNION ALL
  SELECT as_of, 'commune', 'commune', commune_code, union_code, count(DISTINCT group_code), sum(outstanding)
  FROM lent WHERE now AND outstanding > 0 AND group_code IS NOT NULL GROUP BY ALL
)
SELECT as_of, unit_level, unit_code, coalesce(n.name, unit_code) AS unit_name, union_code, u.name_vi AS union_name, groups, outstanding
FROM unit t LEFT JOIN label n ON n.kind = t.kind AND n.key = t.unit_code JOIN union_list u USING (union_code)
WHERE (SELECT count(*) FROM src.agreement g WHERE g.unit_level = t.unit_level AND g.unit_code = t.unit_code AND g.union_code = t.union_code
  AND g.signed_on <= t.as_of AND coalesce(g.ended_on > t.as_of, true)) = 0
