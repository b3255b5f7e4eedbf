-- doc: watch_groups_by_union in a scope. With a programme: the groups that owe in it, overdue in it; small groups are NULL, for a group is small as a whole.
-- grain: a row per union; 00 is the total of the unions shown
WITH figures AS (
  SELECT
    moment, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(small) AS small, sum(overdue_groups) AS overdue_groups, sum(over_2pct) AS over_2pct, sum(average) AS average, sum(weak) AS weak
  FROM meta.asked_stat
  GROUP BY GROUPING SETS ((moment, union_code), (moment))
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name, n.small, n.overdue_groups AS overdue, n.over_2pct, n.average, n.weak,
    n.small - b.small AS small_change, n.overdue_groups - b.overdue_groups AS overdue_change, n.over_2pct - b.over_2pct AS over_2pct_change,
    n.average - b.average AS average_change, n.weak - b.weak AS weak_change
  FROM meta.asked a
  JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
  JOIN figures n ON n.moment = 'day' AND n.union_code = u.union_code
  LEFT JOIN figures b ON b.moment = 'base' AND b.union_code = u.union_code
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
