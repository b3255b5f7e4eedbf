-- doc: Groups with debt by rating at the last calendar month-end on or before the day, and inactive loans by band, per branch and union.
--   Union 00 is the total of the branch, and the branch 00 the total of all. A branch counts what it keeps; the total counts a group once. Rows without a figure are left out, but for the total.
-- grain: a row per branch and union; 00 is the total of the rows shown
-- vi: Xếp loại tổ và nợ không hoạt động theo chi nhánh
-- en: Ratings and inactive loans by branch
-- units: groups, loans, đồng
WITH part AS (
  SELECT
    CASE WHEN grouping(branch_code) = 1 THEN '00' ELSE branch_code END AS branch_code, union_code,
    count(DISTINCT group_code) AS groups,
    count(DISTINCT group_code) FILTER (rating = 'good') AS good,
    count(DISTINCT group_code) FILTER (rating = 'fair') AS fair,
    count(DISTINCT group_code) FILTER (rating = 'average') AS average,
    count(DISTINCT group_code) FILTER (rating = 'weak') AS weak,
    count(DISTINCT group_code) FILTER (rating IS NULL) AS unrated,
    sum(inactive_3_loans) AS inactive_3_loans,
    sum(inactive_6_loans) AS inactive_6_loans,
    sum(inactive_12_loans) AS inactive_12_loans,
    sum(inactive) AS inactive
  FROM meta.asked_rated
  GROUP BY GROUPING SETS ((branch_code, union_code), (union_code))
),
-- Distinct over branches, added up over unions: no group counts for two of them. The total is there even when nothing is.
figures AS (
  SELECT branch_code, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code, sum(COLUMNS(* EXCLUDE (branch_code, union_code)))
  FROM (SELECT * FROM part UNION ALL BY NAME SELECT '00' AS branch_code, '98' AS union_code)
  GROUP BY GROUPING SETS ((branch_code, union_code), (branch_code))
)
SELECT
  a.as_of, f.branch_code, coalesce(n.name, f.branch_code) AS branch_name, u.union_code, u.union_name,
  coalesce(COLUMNS(f.* EXCLUDE (branch_code, union_code)), 0)
FROM meta.asked a
CROSS JOIN figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'branch' AND n.code = f.branch_code
WHERE f.groups > 0 OR f.inactive > 0 OR (f.branch_code = '00' AND f.union_code = '00')
