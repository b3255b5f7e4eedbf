-- doc: watch_groups_by_union
-- grain: as_of, union_code
WITH part AS (
  SELECT s.as_of, s.union_code, s.small, s.overdue_groups AS overdue, s.over_2pct, s.average, s.weak,
    s.small - b.small AS small_change, s.overdue_groups - b.overdue_groups AS overdue_change, s.over_2pct - b.over_2pct AS over_2pct_change,
    s.average - b.average AS average_change, s.weak - b.weak AS weak_change
  FROM union_stat s JOIN union_base b USING (as_of, union_code)
), shown AS (
  SELECT * FROM part
  WHERE union_code <> '98' OR small <> 0 OR overdue <> 0 OR over_2pct <> 0 OR average <> 0 OR weak <> 0
    OR coalesce(small_change <> 0 OR overdue_change <> 0 OR over_2pct_change <> 0 OR average_change <> 0 OR weak_change <> 0, false)
  UNION ALL
  SELECT as_of, '00', sum(COLUMNS(* EXCLUDE (as_of, union_code))) FROM part GROUP BY as_of
)
SELECT s.as_of, s.union_code, CASE WHEN s.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name,
  small, overdue, over_2pct, average, weak, small_change, overdue_change, over_2pct_change, average_change, weak_change
FROM shown s LEFT JOIN union_list u ON u.union_code = s.union_code
