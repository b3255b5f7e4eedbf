-- doc: Groups that memberships, scores or mergers name and that savings_group does not have.
-- grain: a row per group named
-- vi: Tổ không có trong danh mục
-- en: Unknown groups
-- severity: warning
-- examined: groups
-- remedy_vi: bổ sung các tổ này vào bảng savings_group của nguồn
-- remedy_en: add these groups to the source's savings_group table
WITH named AS (
  SELECT group_code, 'group_membership' AS place FROM dim.group_membership
  UNION
  SELECT group_code, 'group_score' FROM dim.group_score
  UNION
  SELECT merged_into, 'savings_group.merged_into' FROM dim.savings_group WHERE merged_into IS NOT NULL
)
SELECT
  NULL::DATE AS as_of,
  n.group_code AS key,
  'named in ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_en,
  'có trong ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_vi,
  bool_and(g.group_code IS NULL) AS failed
FROM named n
LEFT JOIN dim.savings_group g ON g.group_code = n.group_code
GROUP BY n.group_code
