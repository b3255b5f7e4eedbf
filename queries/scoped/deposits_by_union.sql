-- doc: deposits_by_union in a scope. All figures are NULL where a programme is asked for: deposits belong to none.
-- grain: a row per union; 00 is the total of the unions shown
WITH figures AS (
  SELECT
    moment, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(members) AS members, sum(savers) AS savers, sum(balance) AS balance
  FROM meta.asked_stat
  GROUP BY GROUPING SETS ((moment, union_code), (moment))
),
flows AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(deposits_in_year) AS deposits_in, sum(deposits_out_year) AS deposits_out
  FROM meta.asked_cell
  GROUP BY CUBE (union_code)
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name, n.members, n.savers, n.balance, n.balance - b.balance AS balance_change, f.deposits_in, f.deposits_out
  FROM meta.asked a
  JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
  JOIN figures n ON n.moment = 'day' AND n.union_code = u.union_code
  LEFT JOIN figures b ON b.moment = 'base' AND b.union_code = u.union_code
  JOIN flows f ON f.union_code = u.union_code
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
