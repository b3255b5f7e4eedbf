-- doc: where a group's leavers belong on a day: along merged_into to the first group not closed, else the group itself
-- grain: as_of, group_code
WITH RECURSIVE walk AS (
  SELECT d.as_of, g.group_code, g.group_code AS at_group, coalesce(g.closed_on <= d.as_of, false) AS closed, g.merged_into, 0 AS steps
  FROM day d, src.savings_group g
  UNION ALL
  SELECT w.as_of, w.group_code, n.group_code, coalesce(n.closed_on <= w.as_of, false), n.merged_into, w.steps + 1
  FROM walk w JOIN src.savings_group n ON n.group_code = w.merged_into
  WHERE w.closed AND w.steps < 100
)
SELECT as_of, group_code, coalesce(max(at_group) FILTER (NOT closed), group_code) AS heir
FROM walk
GROUP BY as_of, group_code
