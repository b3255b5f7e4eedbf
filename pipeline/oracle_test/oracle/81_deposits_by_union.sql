-- doc: deposits_by_union
-- grain: as_of, union_code
WITH part AS (
  SELECT s.as_of, s.union_code, s.members, s.savers, s.balance, s.balance - b.balance AS balance_change, s.deposits_in, s.deposits_out
  FROM union_stat s JOIN union_base b USING (as_of, union_code)
), shown AS (
  SELECT * FROM part
  WHERE union_code <> '98' OR members <> 0 OR savers <> 0 OR balance <> 0 OR coalesce(balance_change <> 0, false) OR deposits_in <> 0 OR deposits_out <> 0
  UNION ALL
  SELECT as_of, '00', sum(COLUMNS(* EXCLUDE (as_of, union_code))) FROM part GROUP BY as_of
)
SELECT s.as_of, s.union_code, CASE WHEN s.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name,
  members, savers, balance, balance_change, deposits_in, deposits_out
FROM shown s LEFT JOIN union_list u ON u.union_code = s.union_code
