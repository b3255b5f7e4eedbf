-- doc: Unions that groups, agreements, inspections or fees name and that mass_organisation does not have: no report row shows their figures. 98 and 99 need no entry.
-- grain: a row per union named
-- vi: Hội không có trong danh mục
-- en: Unknown unions
-- severity: warning
-- examined: unions
-- remedy_vi: bổ sung các hội này vào bảng mass_organisation của nguồn để báo cáo có chúng
-- remedy_en: add these unions to the source's mass_organisation table, so that reports show them
WITH named AS (
  SELECT union_code, 'savings_group' AS place FROM dim.savings_group
  UNION
  SELECT union_code, 'agreement' FROM dim.agreement
  UNION
  SELECT union_code, 'inspection' FROM dim.inspection
  UNION
  SELECT union_code, 'fee_payment' FROM dim.fee_payment
)
SELECT
  NULL::DATE AS as_of,
  n.union_code AS key,
  'named in ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_en,
  'có trong ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_vi,
  bool_and(u.union_code IS NULL) AS failed
FROM named n
LEFT JOIN dim.mass_organisation u ON u.union_code = n.union_code
WHERE n.union_code NOT IN ('98', '99')
GROUP BY n.union_code
