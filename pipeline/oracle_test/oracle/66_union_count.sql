-- doc: what is distinct, counted once over all branches
-- grain: as_of, union_code
WITH household AS (
  SELECT as_of, union_code, count(DISTINCT customer_code) AS households_with_debt FROM loan_month WHERE outstanding > 0
  GROUP BY as_of, union_code
), saver AS (
  SELECT as_of, union_code,
    count(DISTINCT customer_code) FILTER (member AND balance > 0) AS savers,
    count(DISTINCT customer_code) FILTER (regular_saver) AS regular_savers,
    count(DISTINCT customer_code) FILTER (one_time_saver) AS one_time_savers
  FROM deposit_month
  GROUP BY as_of, union_code
), group_count AS (
  SELECT as_of, union_code,
    count(*) FILTER (with_debt) AS groups_with_debt, count(*) FILTER (saving) AS deposit_groups,
    count(*) FILTER (small) AS small_groups, count(*) FILTER (overdue) AS overdue_groups, count(*) FILTER (over_2pct) AS over_2pct_groups,
    count(*) FILTER (with_debt AND score >= 85) AS rating_good, count(*) FILTER (with_debt AND score BETWEEN 70 AND 84) AS rating_fair,
    count(*) FILTER (with_debt AND score BETWEEN 50 AND 69) AS rating_average, count(*) FILTER (with_debt AND score < 50) AS rating_weak,
    count(*) FILTER (with_debt AND score IS NULL) AS rating_unrated
  FROM group_fact WHERE branch_code IS NULL
  GROUP BY as_of, union_code
)
SELECT * FROM household
FULL JOIN saver USING (as_of, union_code)
FULL JOIN group_count USING (as_of, union_code)
