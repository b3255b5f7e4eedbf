-- doc: Groups, communes, offices, programmes and fund sources add up to their union, measure by measure.
--   Left out where parts do not add up by nature: moves between parts of one union, distinct customers where a customer has loans in several parts,
--   and distinct groups per programme and fund source.
-- grain: a row per cut, as-of day, branch, union and measure
-- vi: Tổng các tổ, địa bàn, chương trình và nguồn vốn bằng số của hội
-- en: Parts add up to their union
-- severity: error
-- examined: sums
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH parent AS (
  UNPIVOT (SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, union_code))) FROM indicator.union_month GROUP BY ALL)
  ON COLUMNS(* EXCLUDE (as_of, branch_code, union_code)) INTO NAME measure VALUE amount
),
child AS (
  SELECT 'group_month' AS cut, * FROM (
    UNPIVOT (SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, union_code, group_code, commune_code, office_code, score))) FROM indicator.group_month GROUP BY ALL)
    ON COLUMNS(* EXCLUDE (as_of, branch_code, union_code)) INTO NAME measure VALUE amount)
  UNION ALL
  SELECT 'commune_month' AS cut, * FROM (
    UNPIVOT (SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, union_code, commune_code))) FROM indicator.commune_month GROUP BY ALL)
    ON COLUMNS(* EXCLUDE (as_of, branch_code, union_code)) INTO NAME measure VALUE amount)
  UNION ALL
  SELECT 'office_month' AS cut, * FROM (
    UNPIVOT (SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, union_code, office_code))) FROM indicator.office_month GROUP BY ALL)
    ON COLUMNS(* EXCLUDE (as_of, branch_code, union_code)) INTO NAME measure VALUE amount)
  UNION ALL
  SELECT 'programme_month' AS cut, * FROM (
    UNPIVOT (SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, union_code, programme_code))) FROM indicator.programme_month GROUP BY ALL)
    ON COLUMNS(* EXCLUDE (as_of, branch_code, union_code)) INTO NAME measure VALUE amount)
  UNION ALL
  SELECT 'fund_source_month' AS cut, * FROM (
    UNPIVOT (SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, union_code, fund_source))) FROM indicator.fund_source_month GROUP BY ALL)
    ON COLUMNS(* EXCLUDE (as_of, branch_code, union_code)) INTO NAME measure VALUE amount)
),
-- The measures that a cut and the union both have and that add up.
shared AS (
  SELECT c.table_name AS cut, c.column_name AS measure
  FROM duckdb_columns() c
  JOIN duckdb_columns() u ON u.database_name = c.database_name AND u.schema_name = 'indicator' AND u.table_name = 'union_month' AND u.column_name = c.column_name
  WHERE c.database_name = current_database() AND c.schema_name = 'indicator'
    AND c.table_name IN ('group_month', 'commune_month', 'office_month', 'programme_month', 'fund_source_month')
    AND c.column_name NOT IN ('as_of', 'branch_code', 'union_code', 'moved_in', 'moved_out', 'deposits_moved_in', 'deposits_moved_out')
    AND NOT (c.table_name IN ('programme_month', 'fund_source_month') AND c.column_name IN ('households_with_debt', 'groups_with_debt'))
),
expected AS (SELECT s.cut, p.* FROM parent p JOIN shared s ON s.measure = p.measure),
found AS (SELECT c.* FROM child c JOIN shared s ON s.cut = c.cut AND s.measure = c.measure)
SELECT
  coalesce(e.as_of, f.as_of) AS as_of,
  concat_ws(' ', coalesce(e.cut, f.cut), 'branch', coalesce(e.branch_code, f.branch_code), 'union', coalesce(e.union_code, f.union_code), coalesce(e.measure, f.measure)) AS key,
  'the parts add up to ' || coalesce(f.amount, 0) || ', the union has ' || coalesce(e.amount, 0) AS detail_en,
  'các phần cộng lại là ' || format('{:t.}', coalesce(f.amount, 0)) || ', số của hội là ' || format('{:t.}', coalesce(e.amount, 0)) AS detail_vi,
  coalesce(f.amount, 0) <> coalesce(e.amount, 0) AS failed
FROM expected e
FULL JOIN found f
  ON f.cut = e.cut AND f.as_of = e.as_of AND f.branch_code = e.branch_code AND f.union_code = e.union_code AND f.measure = e.measure
-- A customer without a group may have loans in several offices, and counts in each.
WHERE NOT (coalesce(e.cut, f.cut) = 'office_month' AND coalesce(e.union_code, f.union_code) IN ('98', '99') AND coalesce(e.measure, f.measure) = 'households_with_debt')
