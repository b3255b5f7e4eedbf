-- doc: ratings_by_union in a scope. With a programme: the groups that owe in it.
-- grain: a row per union; 00 is the total of the unions shown
WITH figures AS (
  SELECT
    moment, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(good) AS good, sum(fair) AS fair, sum(average) AS average, sum(weak) AS weak, sum(unrated) AS unrated
  FROM meta.asked_stat
  GROUP BY GROUPING SETS ((moment, union_code), (moment))
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name, n.good, n.fair, n.average, n.weak, n.unrated,
    n.good - b.good AS good_change, n.fair - b.fair AS fair_change, n.average - b.average AS average_change, n.weak - b.weak AS weak_change
  FROM meta.asked a
  JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
  JOIN figures n ON n.moment = 'day' AND n.union_code = u.union_code
  LEFT JOIN figures b ON b.moment = 'base' AND b.union_code = u.union_code
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
