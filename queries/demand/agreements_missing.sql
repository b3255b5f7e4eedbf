-- doc: Offices and communes where a union's groups owe on the day and the union has no agreement in force: signed on or before the day, and not ended on or before it.
-- grain: a row per level, unit and union
-- vi: Đơn vị chưa có văn bản, hợp đồng ủy thác
-- en: Units without an entrustment agreement
-- units: groups, đồng
WITH lent AS (
  SELECT as_of, office_code, commune_code, union_code, group_code, sum(outstanding) AS outstanding
  FROM meta.asked_loan
  WHERE outstanding > 0 AND group_code IS NOT NULL
  GROUP BY ALL
),
owing AS (
  SELECT as_of, 'district' AS unit_level, office_code AS unit_code, union_code, group_code, outstanding FROM lent
  UNION ALL
  SELECT as_of, 'commune', commune_code, union_code, group_code, outstanding FROM lent
)
SELECT
  o.as_of, o.unit_level, o.unit_code, coalesce(n.name, o.unit_code) AS unit_name, u.union_code, u.union_name,
  count(DISTINCT o.group_code) AS groups,
  sum(o.outstanding)::BIGINT AS outstanding
FROM owing o
JOIN meta.shown_union u ON u.union_code = o.union_code
LEFT JOIN meta.named n ON n.code = o.unit_code AND n.kind = CASE o.unit_level WHEN 'district' THEN 'office' ELSE 'commune' END
ANTI JOIN dim.agreement g
  ON g.union_code = o.union_code AND g.unit_level = o.unit_level AND g.unit_code = o.unit_code AND g.signed_on <= o.as_of AND (g.ended_on IS NULL OR g.ended_on > o.as_of)
GROUP BY ALL
