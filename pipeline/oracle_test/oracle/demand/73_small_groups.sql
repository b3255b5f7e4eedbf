-- doc: small_groups
-- grain: as_of, group_code
WITH owing AS (
  SELECT c.*, count(DISTINCT l.customer_code) AS households, sum(l.outstanding) AS outstanding
  FROM crowd c JOIN lent l ON l.now AND l.outstanding > 0 AND l.group_code = c.group_code GROUP BY ALL
), pair AS (
  SELECT o.group_code, o.members AS own, g.group_code AS code, g.village, g.village = o.village AS near, count(*) AS members
  FROM asked a CROSS JOIN owing o
  JOIN src.savings_group g ON g.union_code = o.union_code AND g.commune_code = o.commune_code AND g.group_code <> o.group_code AND g.established_on <= a.as_of AND (g.closed_on IS NULL OR g.closed_on > a.as_of)
  JOIN member m ON m.group_code = g.group_code AND m.as_of = a.as_of
  GROUP BY o.group_code, o.members, g.group_code, g.village, o.village
), best AS (
  SELECT group_code, first(code ORDER BY near DESC, members, code) AS code FROM pair WHERE own + members <= 60 GROUP BY group_code
)
SELECT a.as_of, o.group_code, o.union_code, o.commune_code, o.commune_name, o.village, o.members, o.households, o.outstanding,
  p.code AS candidate_code, p.village AS candidate_village, p.members AS candidate_members, o.members + p.members AS merged_members
FROM asked a CROSS JOIN owing o LEFT JOIN best b ON b.group_code = o.group_code LEFT JOIN pair p ON p.group_code = o.group_code AND p.code = b.code
WHERE o.households < 20
