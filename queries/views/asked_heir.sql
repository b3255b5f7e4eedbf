-- doc: What became of savings groups that are closed on the day asked for: the first group along merged_into that is not.
-- grain: a row per closed group that was merged into one
WITH RECURSIVE heir AS (
  SELECT g.group_code, g.merged_into AS next_code, 1 AS step
  FROM dim.savings_group g
  JOIN meta.asked a ON g.closed_on <= a.as_of
  WHERE g.merged_into IS NOT NULL
  UNION ALL
  SELECT h.group_code, g.merged_into, h.step + 1
  FROM heir h
  JOIN dim.savings_group g ON g.group_code = h.next_code
  WHERE g.closed_on <= (SELECT as_of FROM meta.asked) AND g.merged_into IS NOT NULL AND h.step < 100 -- mergers in a circle have no end
)
SELECT h.group_code, arg_min(h.next_code, h.step) AS heir_code
FROM heir h
JOIN dim.savings_group g ON g.group_code = h.next_code
JOIN meta.asked a ON g.closed_on IS NULL OR g.closed_on > a.as_of
GROUP BY h.group_code
