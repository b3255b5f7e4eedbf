-- doc: ratings_by_union
-- grain: as_of, union_code
WITH part AS (
  SELECT s.as_of, s.union_code, s.good, s.fair, s.average, s.weak, s.unrated,
    s.good - b.good AS good_change, s.fair - b.fair AS fair_change, s.average - b.average AS average_change, s.weak - b.weak AS weak_change
  FROM union_stat s JOIN union_base b USING (as_of, union_code)
), shown AS (
  SELECT * FROM part
  WHERE union_code <> '98' OR good <> 0 OR fair <> 0 OR average <> 0 OR weak <> 0 OR unrated <> 0
    OR coalesce(good_change <> 0 OR fair_change <> 0 OR average_change <> 0 OR weak_change <> 0, false)
  UNION ALL
  SELECT as_of, '00', sum(COLUMNS(* EXCLUDE (as_of, union_code))) FROM part GROUP BY as_of
)
SELECT s.as_of, s.union_code, CASE WHEN s.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name,
  good, fair, average, weak, unrated, good_change, fair_change, average_change, weak_change
FROM shown s LEFT JOIN union_list u ON u.union_code = s.union_code
