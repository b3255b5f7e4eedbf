-- doc: watch_groups_by_union within what is asked
-- grain: as_of, union_code
SELECT as_of, union_code, union_name, small, overdue_groups AS overdue, over_2pct, average, weak,
  small - small_b AS small_change, overdue_groups - overdue_groups_b AS overdue_change, over_2pct - over_2pct_b AS over_2pct_change,
  average - average_b AS average_change, weak - weak_b AS weak_change
FROM scope_pair
WHERE union_code <> '98' OR coalesce(small, 0) + overdue_groups + average + weak <> 0 OR coalesce(coalesce(small_b, 0) + overdue_groups_b + average_b + weak_b <> 0, false)
