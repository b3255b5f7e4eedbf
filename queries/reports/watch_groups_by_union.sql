-- doc: Groups with debt that need attention: small, overdue, overdue over 2 %, and rated average or weak.
--   98 appears on days on which any of its figures is not zero.
-- grain: a row per as-of day and union; 00 is the total of the unions shown
-- vi: Các tổ cần quan tâm
-- en: Groups to watch by union
-- units: groups
WITH figures AS (
  SELECT
    r.as_of, r.base_on, r.union_code, r.name_vi AS union_name,
    coalesce(sum(m.small_groups), 0) AS small,
    coalesce(sum(m.overdue_groups), 0) AS overdue,
    coalesce(sum(m.over_2pct_groups), 0) AS over_2pct,
    coalesce(sum(m.rating_average), 0) AS average,
    coalesce(sum(m.rating_weak), 0) AS weak
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
),
complete AS (
  SELECT
    n.as_of, n.union_code, n.union_name,
    n.small::BIGINT AS small,
    n.overdue::BIGINT AS overdue,
    n.over_2pct::BIGINT AS over_2pct,
    n.average::BIGINT AS average,
    n.weak::BIGINT AS weak,
    (n.small - b.small)::BIGINT AS small_change,
    (n.overdue - b.overdue)::BIGINT AS overdue_change,
    (n.over_2pct - b.over_2pct)::BIGINT AS over_2pct_change,
    (n.average - b.average)::BIGINT AS average_change,
    (n.weak - b.weak)::BIGINT AS weak_change
  FROM figures n
  LEFT JOIN figures b ON b.as_of = n.base_on AND b.union_code = n.union_code
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
