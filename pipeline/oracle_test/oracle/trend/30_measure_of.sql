-- doc: every measure of every level of the series, one by one
-- grain: as_of, level, branch_code, code, union_code, indicator
WITH cut AS (
  SELECT as_of, 'union' AS level, '' AS branch_code, union_code AS code, union_code, * EXCLUDE (as_of, union_code) FROM nation_month WHERE union_code <> '99'
  UNION ALL BY NAME
  SELECT as_of, CASE cut WHEN 'union_month' THEN 'branch' ELSE replace(cut, '_month', '') END AS level, branch_code,
    CASE cut WHEN 'union_month' THEN branch_code ELSE key END AS code, union_code, * EXCLUDE (as_of, cut, branch_code, "key", union_code)
  FROM indicator WHERE union_code <> '99'
), one AS (
  UNPIVOT cut ON COLUMNS(* EXCLUDE (as_of, level, branch_code, code, union_code)) INTO NAME indicator VALUE amount
), fitting AS (
  SELECT * FROM one
  WHERE level NOT IN ('programme', 'fund_source')
    OR NOT regexp_matches(indicator, '^(members|savers|.*_savers|deposit_.*|deposits_.*|small_groups|overdue_groups|over_2pct_groups|rating_.*|groups_consolidated)$')
), classed AS (
  SELECT as_of, level, branch_code, code, union_code, indicator, amount FROM fitting
  UNION ALL
  SELECT as_of, level, branch_code, code, union_code, regexp_replace(indicator, '_(in_term|overdue|frozen)$', ''), amount FROM fitting
  WHERE regexp_matches(indicator, '^(brought_forward|collected|rebooked|written_off|unpaid_interest|interest_brought|interest_due|interest_paid|interest_waived)_(in_term|overdue|frozen)$')
  UNION ALL
  SELECT as_of, level, branch_code, code, union_code, 'moved_to_' || regexp_extract(indicator, '_to_(overdue|frozen)$', 1), amount FROM fitting
  WHERE regexp_matches(indicator, '^(in_term|overdue|frozen)_to_(overdue|frozen)$')
  UNION ALL
  SELECT as_of, level, branch_code, code, union_code, CASE WHEN suffix(indicator, '_loans') THEN 'inactive_loans' ELSE 'inactive' END, amount FROM fitting
  WHERE regexp_matches(indicator, '^inactive_(3|6|12)(_loans)?$')
)
SELECT as_of, level, branch_code, code, union_code, indicator, sum(amount)::HUGEINT AS amount FROM classed GROUP BY ALL
UNION ALL
SELECT as_of, level, branch_code, CASE WHEN level = 'union' THEN '00' ELSE code END AS place, '00', indicator, sum(amount)::HUGEINT FROM classed WHERE level <> 'group'
GROUP BY as_of, level, branch_code, place, indicator
