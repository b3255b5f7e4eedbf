-- doc: Groups, households, outstanding and overdue per union, with changes since the start of the year.
--   98 appears on days on which any of its figures is not zero.
-- grain: a row per as-of day and union; 00 is the total of the unions shown
-- vi: Dư nợ ủy thác theo tổ chức hội
-- en: Entrusted outstanding by union
-- units: groups, households, đồng, fraction
WITH figures AS (
  SELECT
    r.as_of, r.base_on, r.union_code, r.name_vi AS union_name,
    coalesce(sum(m.groups_with_debt), 0) AS groups,
    coalesce(sum(m.households_with_debt), 0) AS households,
    coalesce(sum(m.outstanding), 0) AS outstanding,
    coalesce(sum(m.overdue), 0) AS overdue
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
),
complete AS (
  SELECT
    n.as_of, n.union_code, n.union_name,
    n.groups::BIGINT AS groups,
    n.households::BIGINT AS households,
    n.outstanding::BIGINT AS outstanding,
    n.overdue::BIGINT AS overdue,
    n.overdue::DOUBLE / nullif(n.outstanding, 0)::DOUBLE AS overdue_ratio,
    (n.groups - b.groups)::BIGINT AS groups_change,
    (n.households - b.households)::BIGINT AS households_change,
    (n.outstanding - b.outstanding)::BIGINT AS outstanding_change,
    (n.overdue - b.overdue)::BIGINT AS overdue_change,
    (n.overdue - b.overdue)::DOUBLE / nullif(b.overdue, 0)::DOUBLE AS overdue_growth,
    n.outstanding::DOUBLE / nullif(t.outstanding, 0)::DOUBLE AS share
  FROM figures n
  LEFT JOIN figures b ON b.as_of = n.base_on AND b.union_code = n.union_code
  JOIN figures t ON t.as_of = n.as_of AND t.union_code = '00'
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
