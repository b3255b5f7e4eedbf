-- doc: fees_by_union within what is asked
-- grain: as_of, union_code
WITH paid AS (
  SELECT f.* FROM src.fee_payment f CROSS JOIN asked a JOIN day d USING (as_of)
  WHERE f.paid_on BETWEEN d.year_start AND a.as_of AND f.union_code = coalesce(a.union_code, f.union_code) AND f.union_code IN (SELECT union_code FROM union_list)
    AND (coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR (f.unit_level, f.unit_code) IN (SELECT (level, code) FROM scope_unit WHERE level <> 'household'))
), line AS (
  SELECT union_code, name_vi AS union_name, union_code AS part FROM union_list UNION ALL SELECT '00', 'Tổng cộng', union_code FROM union_list
)
SELECT a.as_of, l.union_code, l.union_name,
  CASE WHEN a.programme_code IS NULL THEN sum(CASE WHEN kind = 'entrustment_fee' THEN amount ELSE 0 END) END AS entrustment_fee,
  CASE WHEN a.programme_code IS NULL THEN sum(CASE WHEN kind = 'group_commission' THEN amount ELSE 0 END) END AS group_commission
FROM asked a CROSS JOIN line l LEFT JOIN paid g ON g.union_code = l.part
WHERE a.union_code IS NULL OR l.union_code IN ('00', a.union_code)
GROUP BY a.as_of, a.programme_code, l.union_code, l.union_name
HAVING l.union_code <> '98' OR (a.programme_code IS NULL AND count(g.union_code) > 0)
