-- doc: Indicators per union over all branches. What is added up in a branch is added up here; what is distinct is counted again, once:
--   households with debt in several branches, and groups of which several branches keep loans or deposits.
-- grain: a row per as-of day and union
WITH roaming AS (
  SELECT customer_code FROM dim.loan_contract GROUP BY customer_code HAVING min(branch_code) <> max(branch_code)
),
-- How often households are counted once more than they should. Nothing is read when nobody roams.
twice AS (
  SELECT as_of, union_code, group_code, count(DISTINCT (branch_code, customer_code)) - count(DISTINCT customer_code) AS households
  FROM lake.loan_month
  WHERE outstanding > 0 AND customer_code IN (SELECT customer_code FROM roaming)
  GROUP BY ALL
),
-- Groups with rows in several branches: what they are as a whole, and what the branches counted them as.
spread AS (
  SELECT
    as_of, union_code, group_code,
    sum(outstanding) AS outstanding, sum(overdue) AS overdue, sum(deposit_balance) AS deposit_balance, sum(households_with_debt) AS households,
    any_value(score) AS score,
    sum(groups_with_debt) AS groups_with_debt, sum(deposit_groups) AS deposit_groups, sum(small_groups) AS small_groups,
    sum(overdue_groups) AS overdue_groups, sum(over_2pct_groups) AS over_2pct_groups,
    sum(rating_good) AS rating_good, sum(rating_fair) AS rating_fair, sum(rating_average) AS rating_average, sum(rating_weak) AS rating_weak,
    sum(rating_unrated) AS rating_unrated
  FROM indicator.group_month
  WHERE group_code <> ''
  GROUP BY ALL
  HAVING count(*) > 1
),
part AS (
  SELECT * EXCLUDE (branch_code) FROM indicator.union_month
  UNION ALL BY NAME
  SELECT as_of, union_code, -households AS households_with_debt FROM twice
  UNION ALL BY NAME
  SELECT
    s.as_of, s.union_code,
    (s.outstanding > 0)::BIGINT - s.groups_with_debt AS groups_with_debt,
    (s.outstanding > 0 AND s.deposit_balance > 0)::BIGINT - s.deposit_groups AS deposit_groups,
    (s.outstanding > 0 AND s.households - coalesce(t.households, 0) < 20)::BIGINT - s.small_groups AS small_groups,
    (s.outstanding > 0 AND s.overdue > 0)::BIGINT - s.overdue_groups AS overdue_groups,
    (s.outstanding > 0 AND s.overdue * 100 > s.outstanding * 2)::BIGINT - s.over_2pct_groups AS over_2pct_groups,
    (s.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'good')::BIGINT - s.rating_good AS rating_good,
    (s.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'fair')::BIGINT - s.rating_fair AS rating_fair,
    (s.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'average')::BIGINT - s.rating_average AS rating_average,
    (s.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'weak')::BIGINT - s.rating_weak AS rating_weak,
    (s.outstanding > 0 AND r.rating IS NULL)::BIGINT - s.rating_unrated AS rating_unrated
  FROM spread s
  LEFT JOIN twice t ON t.as_of = s.as_of AND t.union_code = s.union_code AND t.group_code = s.group_code
  LEFT JOIN meta.rating_rule r
    ON s.score BETWEEN r.from_points AND r.to_points
    AND r.valid_from <= CASE WHEN s.as_of = last_day(s.as_of) THEN s.as_of ELSE date_trunc('month', s.as_of) - INTERVAL 1 DAY END
    AND (r.valid_to IS NULL OR r.valid_to > CASE WHEN s.as_of = last_day(s.as_of) THEN s.as_of ELSE date_trunc('month', s.as_of) - INTERVAL 1 DAY END)
)
SELECT as_of, union_code, sum(COLUMNS(* EXCLUDE (as_of, union_code)))
FROM part
GROUP BY as_of, union_code
