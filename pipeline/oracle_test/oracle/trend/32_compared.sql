-- doc: every measure that was ever something, on every day, with the days it is compared with
-- grain: as_of, level, branch_code, code, union_code, indicator
WITH ever AS (
  SELECT level, branch_code, code, union_code, indicator FROM measure_of GROUP BY ALL HAVING bool_or(amount <> 0)
), filled AS (
  SELECT c.as_of, e.*, coalesce(m.amount, 0) AS value
  FROM ever e CROSS JOIN comparison c
  LEFT JOIN measure_of m ON m.as_of = c.as_of AND m.level = e.level AND m.branch_code = e.branch_code AND m.code = e.code AND m.union_code = e.union_code AND m.indicator = e.indicator
), along AS (
  SELECT level, branch_code, code, union_code, indicator, map_from_entries(list((as_of, value))) AS of_day FROM filled GROUP BY ALL
)
SELECT c.as_of, c.closed, a.* EXCLUDE (of_day), a.of_day[c.as_of] AS value,
  a.of_day[c.before] AS was, a.of_day[c.year_before] AS was_year, a.of_day[c.december] AS was_december,
  list_sum(list_transform(c.this_year, lambda d: a.of_day[d])) AS this_year,
  CASE WHEN c.has_last_year THEN list_sum(list_transform(c.last_year, lambda d: a.of_day[d])) END AS last_year,
  CASE WHEN c.has_twelve THEN list_sum(list_transform(c.twelve, lambda d: a.of_day[d])) END AS twelve
FROM along a CROSS JOIN comparison c
