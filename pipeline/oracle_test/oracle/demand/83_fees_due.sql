-- doc: fees_due
-- grain: as_of, commune_code, union_code
WITH due AS (
  SELECT f.commune_code, f.union_code, max(CASE WHEN f.as_of = d.as_of THEN percent END) AS percent, sum(CASE WHEN f.as_of = d.as_of THEN base ELSE 0 END) AS base_month,
    sum(CASE WHEN f.as_of = d.as_of THEN fee ELSE 0 END) AS fee_month, sum(base) AS base_year, sum(fee) AS fee_year, sum(full_fee) - sum(fee) AS tier_loss, sum(central) AS central, sum(province) AS province,
    sum(district) AS district, sum(commune) AS commune, sum(full_commune) AS full_commune
  FROM asked a JOIN day d USING (as_of) JOIN fee_month f ON f.as_of BETWEEN d.year_start AND d.as_of GROUP BY ALL
), paid AS (
  SELECT p.unit_code AS commune_code, p.union_code, sum(amount) AS paid FROM asked a JOIN day d USING (as_of) JOIN src.fee_payment p ON p.paid_on BETWEEN d.year_start AND d.as_of
  WHERE kind = 'entrustment_fee' AND unit_level = 'commune' GROUP BY ALL
), listed AS (
  SELECT commune_code, union_code FROM due UNION SELECT commune_code, union_code FROM paid
), part AS (
  SELECT l.commune_code, l.union_code, d.percent, coalesce(base_month, 0) AS base_month, coalesce(fee_month, 0) AS fee_month, coalesce(base_year, 0) AS base_year, coalesce(fee_year, 0) AS fee_year,
    coalesce(tier_loss, 0) AS tier_loss, coalesce(central, 0) AS central, coalesce(province, 0) AS province, coalesce(district, 0) AS district, coalesce(commune, 0) AS commune, coalesce(paid, 0) AS paid,
    coalesce(paid, 0) - coalesce(commune, 0) AS difference, coalesce(full_commune, 0) - coalesce(commune, 0) AS by_tier, coalesce(paid, 0) - coalesce(full_commune, 0) AS by_base
  FROM listed l LEFT JOIN due d USING (commune_code, union_code) LEFT JOIN paid p USING (commune_code, union_code) CROSS JOIN asked a
  LEFT JOIN scope_place c ON c.level = 'commune' AND c.code = l.commune_code
  WHERE a.programme_code IS NULL AND l.union_code IN (SELECT union_code FROM union_list) AND (a.union_code IS NULL OR l.union_code = a.union_code) AND (a.commune_code IS NULL OR l.commune_code = a.commune_code)
    AND (a.office_code IS NULL OR c.office_code = a.office_code) AND (a.branch_code IS NULL OR c.branch_code = a.branch_code)
), line AS (
  SELECT * FROM part UNION ALL SELECT '00', * EXCLUDE (commune_code) FROM part
), both_ways AS (
  SELECT * FROM line UNION ALL BY NAME SELECT '00' AS union_code, * EXCLUDE (union_code) FROM line UNION ALL BY NAME SELECT '00' AS commune_code, '00' AS union_code
), summed AS (
  SELECT commune_code, union_code, CASE WHEN commune_code <> '00' AND union_code <> '00' THEN max(percent) END AS percent, coalesce(sum(COLUMNS(* EXCLUDE (commune_code, union_code, percent))), 0)
  FROM both_ways GROUP BY commune_code, union_code
)
SELECT a.as_of, s.commune_code, coalesce(n.name, s.commune_code) AS commune_name, s.union_code, coalesce(u.name_vi, 'Tổng cộng') AS union_name, s.* EXCLUDE (commune_code, union_code)
FROM asked a CROSS JOIN summed s LEFT JOIN label n ON n.kind = 'commune' AND n.key = s.commune_code LEFT JOIN union_list u ON u.union_code = s.union_code
WHERE a.programme_code IS NULL
