-- doc: outstanding_by_union
-- grain: as_of, union_code
WITH part AS (
  SELECT s.as_of, s.union_code, s.groups, s.households, s.outstanding, s.overdue,
    s.groups - b.groups AS groups_change, s.households - b.households AS households_change,
    s.outstanding - b.outstanding AS outstanding_change, s.overdue - b.overdue AS overdue_change, b.overdue AS overdue_before
  FROM union_stat s JOIN union_base b USING (as_of, union_code)
), total AS (
  SELECT as_of, '00' AS union_code, sum(COLUMNS(* EXCLUDE (as_of, union_code))) FROM part GROUP BY as_of
), shown AS (
  SELECT * FROM part
  WHERE union_code <> '98' OR groups <> 0 OR households <> 0 OR outstanding <> 0 OR overdue <> 0
    OR coalesce(groups_change <> 0 OR households_change <> 0 OR outstanding_change <> 0 OR overdue_change <> 0, false)
  UNION ALL SELECT * FROM total
)
SELECT s.as_of, s.union_code, CASE WHEN s.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name,
  s.groups, s.households, s.outstanding, s.overdue,
  CASE WHEN s.outstanding <> 0 THEN s.overdue::DOUBLE / s.outstanding::DOUBLE END AS overdue_ratio,
  s.groups_change, s.households_change, s.outstanding_change, s.overdue_change,
  CASE WHEN s.overdue_before <> 0 THEN s.overdue_change::DOUBLE / s.overdue_before::DOUBLE END AS overdue_growth,
  CASE WHEN t.outstanding <> 0 THEN s.outstanding::DOUBLE / t.outstanding::DOUBLE END AS share
FROM shown s JOIN total t USING (as_of) LEFT JOIN union_list u ON u.union_code = s.union_code
