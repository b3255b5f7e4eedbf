-- doc: Every measure at every level of the kept series, with the sums over the classes of debt: all branches by union; then, branch by branch, the branch, its offices, programmes
--   and fund sources by union. 00 is the total of the unions; direct lending is left out. Programmes and fund sources have no deposits, members or ratings: these are NULL.
-- grain: a row per as-of day, level, branch, code and union with a figure that is not zero
WITH part AS (
  SELECT 'union' AS level, '' AS branch_code, union_code AS code, * FROM indicator.nation_month
  UNION ALL BY NAME
  SELECT 'branch' AS level, branch_code AS code, * FROM indicator.union_month
  UNION ALL BY NAME
  SELECT 'office' AS level, office_code AS code, * EXCLUDE (office_code) FROM indicator.office_month
  UNION ALL BY NAME
  SELECT 'programme' AS level, programme_code AS code, * EXCLUDE (programme_code) FROM indicator.programme_month
  UNION ALL BY NAME
  SELECT 'fund_source' AS level, fund_source AS code, * EXCLUDE (fund_source) FROM indicator.fund_source_month
),
added AS (
  SELECT
    as_of, level, branch_code,
    CASE WHEN level = 'union' AND grouping(union_code) = 1 THEN '00' WHEN level = 'union' THEN union_code ELSE code END AS code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (as_of, level, branch_code, code, union_code)))::BIGINT
  FROM (SELECT * REPLACE (CASE WHEN level = 'union' THEN '' ELSE code END AS code) FROM part)
  WHERE union_code <> '99'
  GROUP BY GROUPING SETS ((as_of, level, branch_code, code, union_code), (as_of, level, branch_code, code))
)
SELECT
  *,
  unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest,
  inactive_3 + inactive_6 + inactive_12 AS inactive,
  inactive_3_loans + inactive_6_loans + inactive_12_loans AS inactive_loans,
  brought_forward_in_term + brought_forward_overdue + brought_forward_frozen AS brought_forward,
  collected_in_term + collected_overdue + collected_frozen AS collected,
  rebooked_in_term + rebooked_overdue + rebooked_frozen AS rebooked,
  written_off_in_term + written_off_overdue + written_off_frozen AS written_off,
  in_term_to_overdue + frozen_to_overdue AS moved_to_overdue,
  in_term_to_frozen + overdue_to_frozen AS moved_to_frozen,
  interest_brought_in_term + interest_brought_overdue AS interest_brought,
  interest_due_in_term + interest_due_overdue AS interest_due,
  interest_paid_in_term + interest_paid_overdue AS interest_paid,
  interest_waived_in_term + interest_waived_overdue AS interest_waived
FROM added
