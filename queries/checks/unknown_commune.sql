-- doc: Communes that groups and agreements name and that the commune table does not have.
-- grain: a row per commune named
-- vi: Xã không có trong danh mục
-- en: Unknown communes
-- severity: warning
-- examined: communes
-- remedy_vi: bổ sung các xã này vào bảng commune của nguồn
-- remedy_en: add these communes to the source's commune table
WITH named AS (
  SELECT commune_code, 'savings_group' AS place FROM dim.savings_group
  UNION
  SELECT unit_code, 'agreement' FROM dim.agreement WHERE unit_level = 'commune'
)
SELECT
  NULL::DATE AS as_of,
  n.commune_code AS key,
  'named in ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_en,
  'có trong ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_vi,
  bool_and(c.commune_code IS NULL) AS failed
FROM named n
LEFT JOIN (SELECT DISTINCT commune_code FROM dim.commune) c ON c.commune_code = n.commune_code
GROUP BY n.commune_code
