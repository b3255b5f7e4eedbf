-- doc: outstanding_by_union in a scope. share is NULL where a union is asked for: it would be a share of itself.
-- grain: a row per union; 00 is the total of the unions shown
WITH figures AS (
  SELECT
    moment, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(groups) AS groups, sum(households) AS households, sum(outstanding) AS outstanding, sum(overdue) AS overdue
  FROM meta.asked_stat
  GROUP BY GROUPING SETS ((moment, union_code), (moment))
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name, n.groups, n.households, n.outstanding, n.overdue,
    n.overdue::DOUBLE / nullif(n.outstanding, 0)::DOUBLE AS overdue_ratio,
    n.groups - b.groups AS groups_change, n.households - b.households AS households_change,
    n.outstanding - b.outstanding AS outstanding_change, n.overdue - b.overdue AS overdue_change,
    (n.overdue - b.overdue)::DOUBLE / nullif(b.overdue, 0)::DOUBLE AS overdue_growth,
    CASE WHEN a.union_code IS NULL THEN n.outstanding::DOUBLE / nullif(t.outstanding, 0)::DOUBLE END AS share
  FROM meta.asked a
  JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
  JOIN figures n ON n.moment = 'day' AND n.union_code = u.union_code
  LEFT JOIN figures b ON b.moment = 'base' AND b.union_code = u.union_code
  JOIN figures t ON t.moment = 'day' AND t.union_code = '00'
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
