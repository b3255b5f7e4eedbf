-- doc: what ratios say of every level, communes by union included
-- grain: as_of, level, branch_code, code, union_code, indicator
WITH along AS (
  SELECT level, branch_code, code, union_code, indicator, map_from_entries(list((as_of, up))) AS up, map_from_entries(list((as_of, down))) AS down
  FROM ratio_of GROUP BY ALL HAVING bool_or(down <> 0)
), day_by_day AS (
  SELECT c.as_of, c.closed, a.level, a.branch_code, a.code, a.union_code, a.indicator, r.unit, r.below,
    a.up[c.as_of] AS n, a.down[c.as_of] AS d,
    a.up[c.before] AS n1, CASE WHEN a.indicator <> 'due_collection_rate_ytd' AND (c.closed OR a.indicator NOT IN ('collection_rate', 'due_collection_rate')) THEN a.down[c.before] END AS d1,
    a.up[c.year_before] AS n2, a.down[c.year_before] AS d2, a.up[c.december] AS n3, a.down[c.december] AS d3,
    CASE WHEN c.has_twelve AND a.indicator NOT IN ('due_collection_rate', 'due_collection_rate_ytd', 'write_off_ratio') THEN list_sum(list_transform(c.twelve, lambda x: a.up[x])) END AS n12,
    list_sum(list_transform(c.twelve, lambda x: a.down[x])) AS d12
  FROM along a CROSS JOIN comparison c JOIN ratio_name r USING (indicator)
)
SELECT as_of, level, branch_code, code, union_code, indicator, unit,
  CASE WHEN d <> 0 THEN n::DOUBLE / d::DOUBLE + 0 END AS value,
  CASE WHEN d <> 0 AND d1 <> 0 THEN ((n * d1 - n1 * d) * if(unit = 'fraction', 10000, 1))::DOUBLE / (d * d1)::DOUBLE + 0 END AS mom_change,
  CASE WHEN d <> 0 AND d2 <> 0 THEN ((n * d2 - n2 * d) * if(unit = 'fraction', 10000, 1))::DOUBLE / (d * d2)::DOUBLE + 0 END AS yoy_change,
  CASE WHEN d <> 0 AND d3 <> 0 THEN ((n * d3 - n3 * d) * if(unit = 'fraction', 10000, 1))::DOUBLE / (d * d3)::DOUBLE + 0 END AS ytd_change,
  CASE WHEN d12 <> 0 THEN n12::DOUBLE / d12::DOUBLE + 0 END AS rolling,
  coalesce(list_min(list_filter([abs(d), abs(d1), abs(d2), abs(d3)], lambda b: b <> 0)) < if(below IN ('loans', 'use_check_due', 'members', 'groups_with_debt', 'households_with_debt'), 20, 100000000), true) AS small_base
FROM day_by_day
