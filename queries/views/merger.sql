-- doc: Where mergers of savings groups lead: the groups along merged_into of every closed one, step by step.
-- grain: a row per closed group and group further along
WITH RECURSIVE heir AS (
  SELECT group_code, closed_on, merged_into AS heir_code, 1 AS step
  FROM dim.savings_group
  WHERE closed_on IS NOT NULL AND merged_into IS NOT NULL
  UNION ALL
  SELECT h.group_code, h.closed_on, g.merged_into, h.step + 1
  FROM heir h
  JOIN dim.savings_group g ON g.group_code = h.heir_code
  WHERE g.closed_on IS NOT NULL AND g.merged_into IS NOT NULL AND h.step < 100 -- mergers in a circle have no end
)
SELECT h.group_code, h.closed_on, h.heir_code, h.step, g.closed_on AS heir_closed_on
FROM heir h
JOIN dim.savings_group g ON g.group_code = h.heir_code
