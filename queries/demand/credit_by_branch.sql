-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per branch and union.
--   Union 00 is the total of the branch, and the branch 00 the total of all. A branch counts what it keeps; the total counts a household or group once. Rows without a figure are left out, but for the total.
-- grain: a row per branch and union; 00 is the total of the rows shown
-- vi: Kết quả tín dụng theo chi nhánh
-- en: Credit result by branch
-- units: households, đồng, turns
WITH summed AS (
  SELECT
    CASE WHEN grouping(branch_code) = 1 THEN '00' ELSE branch_code END AS branch_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'in_term', 'overdue', 'frozen', 'short_term', 'medium_term', 'long_term', 'disbursed_month', 'disbursed_year', 'collected_month', 'collected_year',
      'written_off_month', 'written_off_year', 'turns_month', 'turns_year'
    ]))
  FROM meta.asked_cell
  GROUP BY CUBE (branch_code, union_code)
),
-- Distinct over branches, added up over unions: nobody counts for two unions on one day.
part AS (
  SELECT CASE WHEN grouping(branch_code) = 1 THEN '00' ELSE branch_code END AS branch_code, union_code, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY GROUPING SETS ((branch_code, union_code), (union_code))
),
counted AS (
  SELECT
    branch_code, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(households) AS households
  FROM part
  GROUP BY GROUPING SETS ((branch_code, union_code), (branch_code))
),
complete AS (
  SELECT
    a.as_of, s.branch_code, coalesce(n.name, s.branch_code) AS branch_name, u.union_code, u.union_name,
    coalesce(k.households, 0) AS households,
    s.* EXCLUDE (branch_code, union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.branch_code = s.branch_code AND k.union_code = s.union_code
  LEFT JOIN meta.named n ON n.kind = 'branch' AND n.code = s.branch_code
)
SELECT * FROM complete
WHERE (branch_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, branch_code, branch_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, branch_code, branch_name, union_code, union_name))) < 0
