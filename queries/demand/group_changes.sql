-- doc: Groups open on the day, set up, closed and merged into others in the month and from 1 January, and, as a figure of its own, the net change of open groups since the start of the
--   year, per commune and union. Closed groups include the merged ones. No rows with a programme: a group is of none.
-- grain: a row per commune and union; 00 is the total of the rows shown
-- vi: Biến động tổ tiết kiệm và vay vốn
-- en: Groups set up, closed and merged
-- units: groups
WITH part AS (
  SELECT
    g.commune_code, g.union_code,
    g.open AS groups,
    g.established_on BETWEEN date_trunc('month', a.as_of)::DATE AND a.as_of AS opened_month,
    g.established_on BETWEEN a.year_start AND a.as_of AS opened_year,
    coalesce(g.closed_on >= date_trunc('month', a.as_of)::DATE, false) AS closed_month,
    coalesce(g.closed_on >= a.year_start, false) AS closed_year,
    coalesce(g.closed_on >= date_trunc('month', a.as_of)::DATE AND g.merged_into IS NOT NULL, false) AS merged_month,
    coalesce(g.closed_on >= a.year_start AND g.merged_into IS NOT NULL, false) AS merged_year,
    g.established_on < a.year_start AND coalesce(g.closed_on >= a.year_start, true) AS groups_base
  FROM meta.asked_group_place g
  CROSS JOIN meta.asked a
),
figures AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (commune_code, union_code))::BIGINT)
  FROM part
  GROUP BY CUBE (commune_code, union_code)
),
complete AS (
  SELECT
    a.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, u.union_code, u.union_name,
    coalesce(f.groups, 0) AS groups, coalesce(f.opened_month, 0) AS opened_month, coalesce(f.opened_year, 0) AS opened_year, coalesce(f.closed_month, 0) AS closed_month,
    coalesce(f.closed_year, 0) AS closed_year, coalesce(f.merged_month, 0) AS merged_month, coalesce(f.merged_year, 0) AS merged_year,
    coalesce(f.groups - f.groups_base, 0) AS net_change
  FROM meta.asked a
  CROSS JOIN figures f
  JOIN meta.shown_union u ON u.union_code = f.union_code
  LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
  WHERE a.programme_code IS NULL
)
SELECT * FROM complete
WHERE (commune_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) < 0
