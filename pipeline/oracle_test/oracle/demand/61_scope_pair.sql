-- doc: the stocks of the day beside those to compare with, per union and for the total
-- grain: union_code
WITH line AS (
  SELECT moment, union_code, COLUMNS(* EXCLUDE (moment, union_code))::HUGEINT FROM scope_stat
  UNION ALL
  SELECT moment, '00', sum(COLUMNS(* EXCLUDE (moment, union_code)))::HUGEINT FROM scope_stat GROUP BY moment
)
SELECT a.as_of, a.programme_code, a.union_code IS NOT NULL AS one_union, CASE WHEN n.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name, n.* EXCLUDE (moment),
  b.groups AS groups_b, b.households AS households_b, b.outstanding AS outstanding_b, b.overdue AS overdue_b, b.overdue_groups AS overdue_groups_b, b.over_2pct AS over_2pct_b,
  b.good AS good_b, b.fair AS fair_b, b.average AS average_b, b.weak AS weak_b, b.balance AS balance_b, b.small AS small_b, (SELECT max(outstanding) FROM line WHERE moment = 'day' AND union_code = '00') AS outstanding_t
FROM line n CROSS JOIN asked a
LEFT JOIN line b ON b.moment = 'base' AND b.union_code = n.union_code
LEFT JOIN union_list u ON u.union_code = n.union_code
WHERE n.moment = 'day' AND (a.union_code IS NULL OR n.union_code IN (a.union_code, '00'))
