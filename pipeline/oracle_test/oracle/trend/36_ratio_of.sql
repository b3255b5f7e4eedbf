-- doc: numerator and denominator of every ratio of every place that has a row on some day, on every day
-- grain: as_of, level, branch_code, code, union_code, indicator
WITH place AS (
  SELECT DISTINCT level, branch_code, code, union_code FROM measure_of WHERE amount <> 0 AND level <> 'group'
), known AS (
  SELECT p.*, c.as_of, c.year_start, c.december, r.indicator, r.unit, r.above, r.below
  FROM place p CROSS JOIN comparison c CROSS JOIN ratio_name r
  WHERE (r.indicator <> 'entrusted_share' OR (p.level = 'union' AND p.code = '00'))
    AND (p.level NOT IN ('programme', 'fund_source') OR r.indicator NOT IN ('participation', 'regular_saver_ratio', 'one_time_saver_ratio', 'deposit_groups_ratio', 'savings_ratio', 'small_groups_ratio', 'overdue_groups_ratio',
      'over_2pct_groups_ratio', 'rating_good_ratio', 'rating_fair_ratio', 'rating_average_ratio', 'rating_weak_ratio', 'rating_unrated_ratio', 'deposits_per_member'))
), summed AS (
  SELECT k.as_of, k.level, k.branch_code, k.code, k.union_code, k.indicator,
    coalesce(sum(m.amount) FILTER (list_contains(k.above, m.indicator)), 0) AS up,
    coalesce(sum(m.amount) FILTER (m.indicator = k.below), 0) AS down
  FROM known k LEFT JOIN measure_of m ON m.as_of = k.as_of AND m.level = k.level AND m.branch_code = k.branch_code AND m.code = k.code AND m.union_code = k.union_code
  GROUP BY ALL
), all_debt AS (
  SELECT as_of, sum(outstanding) FILTER (lending_method = '2') AS entrusted, sum(outstanding) AS everything FROM loan_month GROUP BY as_of
), forgiven AS (
  SELECT k.as_of, k.level, k.branch_code, k.code, k.union_code,
    (SELECT coalesce(sum(m.amount), 0) FROM measure_of m WHERE m.indicator = 'written_off' AND m.as_of BETWEEN k.year_start AND k.as_of AND m.level = k.level AND m.branch_code = k.branch_code AND m.code = k.code AND m.union_code = k.union_code) AS written_off,
    (SELECT coalesce(sum(m.amount), 0) FROM measure_of m WHERE m.indicator = 'outstanding' AND m.as_of BETWEEN k.december AND k.as_of AND m.level = k.level AND m.branch_code = k.branch_code AND m.code = k.code AND m.union_code = k.union_code) AS balances
  FROM known k WHERE k.indicator = 'write_off_ratio'
)
SELECT s.as_of, s.level, s.branch_code, s.code, s.union_code, s.indicator,
  (CASE WHEN s.indicator = 'write_off_ratio' THEN f.written_off * (month(s.as_of) + 1) ELSE s.up END)::HUGEINT AS up,
  (CASE s.indicator WHEN 'share' THEN coalesce(a.entrusted, 0) WHEN 'entrusted_share' THEN coalesce(a.everything, 0) WHEN 'write_off_ratio' THEN CASE WHEN c.december IS NULL THEN 0 ELSE f.balances END ELSE s.down END)::HUGEINT AS down
FROM summed s JOIN comparison c USING (as_of) LEFT JOIN all_debt a USING (as_of)
LEFT JOIN forgiven f ON f.as_of = s.as_of AND f.level = s.level AND f.branch_code = s.branch_code AND f.code = s.code AND f.union_code = s.union_code
