-- doc: fees_by_level
-- grain: as_of, unit_level, union_code
WITH fee AS (
  SELECT f.*, f.as_of = d.as_of AS now FROM asked a JOIN day d USING (as_of) JOIN fee_month f ON f.as_of BETWEEN d.year_start AND d.as_of
  LEFT JOIN scope_place c ON c.level = 'commune' AND c.code = f.commune_code
  WHERE f.union_code IN (SELECT union_code FROM union_list) AND (a.union_code IS NULL OR f.union_code = a.union_code) AND (a.commune_code IS NULL OR f.commune_code = a.commune_code)
    AND (a.office_code IS NULL OR c.office_code = a.office_code) AND (a.branch_code IS NULL OR c.branch_code = a.branch_code)
), paid AS (
  SELECT p.*, p.paid_on >= d.month_start AS now FROM asked a JOIN day d USING (as_of) JOIN src.fee_payment p ON p.paid_on BETWEEN d.year_start AND d.as_of
  WHERE kind = 'entrustment_fee' AND unit_level IN ('commune', 'district', 'province', 'central') AND p.union_code IN (SELECT union_code FROM union_list) AND p.union_code = coalesce(a.union_code, p.union_code)
    AND (coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR (p.unit_level, p.unit_code) IN (SELECT (level, code) FROM scope_unit))
), entry AS (
  SELECT 'commune' AS unit_level, union_code, now, commune AS due, 0 AS paid FROM fee UNION ALL SELECT 'district', union_code, now, district, 0 FROM fee
  UNION ALL SELECT 'province', union_code, now, province, 0 FROM fee UNION ALL SELECT 'central', union_code, now, central, 0 FROM fee
  UNION ALL SELECT unit_level, union_code, now, 0, amount FROM paid
), line AS (
  SELECT * FROM entry UNION ALL SELECT '00', * EXCLUDE (unit_level) FROM entry
), both_ways AS (
  SELECT unit_level, union_code, now, due, paid FROM line UNION ALL SELECT unit_level, '00', now, due, paid FROM line UNION ALL SELECT '00', '00', true, 0, 0
), summed AS (
  SELECT unit_level, union_code, sum(CASE WHEN now THEN due ELSE 0 END) AS due_month, sum(CASE WHEN now THEN paid ELSE 0 END) AS paid_month, sum(due) AS due_year, sum(paid) AS paid_year FROM both_ways GROUP BY ALL
)
SELECT a.as_of, s.unit_level, s.union_code, coalesce(u.name_vi, 'Tổng cộng') AS union_name, due_month, CASE WHEN ok THEN paid_month END AS paid_month, due_year, CASE WHEN ok THEN paid_year END AS paid_year,
  CASE WHEN ok THEN paid_year - due_year END AS difference
FROM asked a CROSS JOIN LATERAL (SELECT *, coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR unit_level = 'commune' OR (unit_level = 'district' AND a.commune_code IS NULL) AS ok FROM summed) s
LEFT JOIN union_list u ON u.union_code = s.union_code
WHERE a.programme_code IS NULL
