-- doc: groups by what they are to a branch, in every cut that counts groups
-- grain: as_of, cut, branch_code, key, union_code
WITH keyed AS (
  SELECT *, unnest([
    {'cut': 'group_month', 'key': group_code},
    {'cut': 'union_month', 'key': ''},
    {'cut': 'commune_month', 'key': coalesce(commune_code, '')},
    {'cut': 'office_month', 'key': coalesce(office_code, '')}], max_depth := 2)
  FROM group_fact WHERE branch_code IS NOT NULL
)
SELECT as_of, cut, branch_code, "key", union_code,
  count(*) FILTER (saving) AS deposit_groups,
  count(*) FILTER (small) AS small_groups,
  count(*) FILTER (overdue) AS overdue_groups,
  count(*) FILTER (over_2pct) AS over_2pct_groups,
  count(*) FILTER (with_debt AND score >= 85) AS rating_good,
  count(*) FILTER (with_debt AND score BETWEEN 70 AND 84) AS rating_fair,
  count(*) FILTER (with_debt AND score BETWEEN 50 AND 69) AS rating_average,
  count(*) FILTER (with_debt AND score < 50) AS rating_weak,
  count(*) FILTER (with_debt AND score IS NULL) AS rating_unrated,
  count(*) FILTER (consolidated) AS groups_consolidated
FROM keyed GROUP BY ALL
