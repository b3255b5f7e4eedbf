-- doc: outstanding_by_union within what is asked
-- grain: as_of, union_code
SELECT as_of, union_code, union_name, groups, households, outstanding, overdue,
  CASE WHEN outstanding <> 0 THEN overdue::DOUBLE / outstanding::DOUBLE END AS overdue_ratio,
  groups - groups_b AS groups_change, households - households_b AS households_change, outstanding - outstanding_b AS outstanding_change, overdue - overdue_b AS overdue_change,
  CASE WHEN overdue_b <> 0 THEN (overdue - overdue_b)::DOUBLE / overdue_b::DOUBLE END AS overdue_growth,
  CASE WHEN outstanding_t <> 0 AND NOT one_union THEN outstanding::DOUBLE / outstanding_t::DOUBLE END AS share
FROM scope_pair
WHERE union_code <> '98' OR groups <> 0 OR outstanding <> 0 OR coalesce(groups_b <> 0 OR outstanding_b <> 0, false)
