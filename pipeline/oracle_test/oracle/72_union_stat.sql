-- doc: stocks of every union on every as-of day, all branches together, and flows from 1 January
-- grain: as_of, union_code
WITH stat AS (
  SELECT as_of, union_code,
    groups_with_debt AS groups, households_with_debt AS households, outstanding, overdue,
    members, savers, deposit_balance AS balance, deposit_groups,
    rating_good AS good, rating_fair AS fair, rating_average AS average, rating_weak AS weak, rating_unrated AS unrated,
    small_groups AS small, overdue_groups, over_2pct_groups AS over_2pct,
    use_check_due, use_check_in_time
  FROM nation_month
), year_to_date AS (
  SELECT d.as_of, i.union_code, sum(i.disbursed) AS disbursed, sum(i.lending_turns) AS lending_turns,
    sum(i.deposits_in) AS deposits_in, sum(i.deposits_out) AS deposits_out
  FROM day d JOIN nation_month i ON i.as_of BETWEEN d.year_start AND d.as_of
  GROUP BY d.as_of, i.union_code
), consolidated AS (
  SELECT d.as_of, g.union_code, count(*) AS groups_consolidated
  FROM day d JOIN src.savings_group g ON g.closed_on BETWEEN d.year_start AND d.as_of AND g.merged_into IS NOT NULL
  GROUP BY d.as_of, g.union_code
)
SELECT d.as_of, d.base_on, d.has_base, u.union_code,
  coalesce(groups, 0)::BIGINT AS groups, coalesce(households, 0)::BIGINT AS households,
  coalesce(outstanding, 0)::BIGINT AS outstanding, coalesce(overdue, 0)::BIGINT AS overdue,
  coalesce(members, 0)::BIGINT AS members, coalesce(savers, 0)::BIGINT AS savers, coalesce(balance, 0)::BIGINT AS balance, coalesce(deposit_groups, 0)::BIGINT AS deposit_groups,
  coalesce(good, 0)::BIGINT AS good, coalesce(fair, 0)::BIGINT AS fair, coalesce(average, 0)::BIGINT AS average, coalesce(weak, 0)::BIGINT AS weak, coalesce(unrated, 0)::BIGINT AS unrated,
  coalesce(small, 0)::BIGINT AS small, coalesce(overdue_groups, 0)::BIGINT AS overdue_groups, coalesce(over_2pct, 0)::BIGINT AS over_2pct,
  coalesce(use_check_due, 0)::BIGINT AS use_check_due, coalesce(use_check_in_time, 0)::BIGINT AS use_check_in_time,
  coalesce(disbursed, 0)::BIGINT AS disbursed, coalesce(lending_turns, 0)::BIGINT AS lending_turns,
  coalesce(deposits_in, 0)::BIGINT AS deposits_in, coalesce(deposits_out, 0)::BIGINT AS deposits_out,
  coalesce(groups_consolidated, 0)::BIGINT AS groups_consolidated
FROM day d CROSS JOIN union_list u
LEFT JOIN stat s ON s.as_of = d.as_of AND s.union_code = u.union_code
LEFT JOIN year_to_date y ON y.as_of = d.as_of AND y.union_code = u.union_code
LEFT JOIN consolidated c ON c.as_of = d.as_of AND c.union_code = u.union_code
