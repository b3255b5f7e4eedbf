-- doc: indicators of every union over all branches: what adds up added up, what is distinct counted once
-- grain: as_of, union_code
WITH added AS (
  SELECT as_of, union_code, sum(COLUMNS(* EXCLUDE (as_of, cut, branch_code, "key", union_code,
    households_with_debt, groups_with_debt, savers, regular_savers, one_time_savers, deposit_groups, small_groups, overdue_groups, over_2pct_groups,
    rating_good, rating_fair, rating_average, rating_weak, rating_unrated)))
  FROM indicator WHERE cut = 'union_month'
  GROUP BY as_of, union_code
)
SELECT * FROM added LEFT JOIN union_count USING (as_of, union_code)
