-- doc: fees_by_union
-- grain: as_of, union_code
WITH part AS (
  SELECT d.as_of, u.union_code,
    coalesce(sum(f.amount) FILTER (f.kind = 'entrustment_fee'), 0) AS entrustment_fee,
    coalesce(sum(f.amount) FILTER (f.kind = 'group_commission'), 0) AS group_commission
  FROM day d CROSS JOIN union_list u
  LEFT JOIN src.fee_payment f ON f.union_code = u.union_code AND f.paid_on BETWEEN d.year_start AND d.as_of
  GROUP BY d.as_of, u.union_code
), shown AS (
  SELECT * FROM part WHERE union_code <> '98' OR entrustment_fee <> 0 OR group_commission <> 0
  UNION ALL
  SELECT as_of, '00', sum(entrustment_fee), sum(group_commission) FROM part GROUP BY as_of
)
SELECT s.as_of, s.union_code, CASE WHEN s.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name, entrustment_fee, group_commission
FROM shown s LEFT JOIN union_list u ON u.union_code = s.union_code
