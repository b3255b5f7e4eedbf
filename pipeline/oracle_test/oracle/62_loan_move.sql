-- doc: balances of contracts that changed their row of a cut between two month-ends
-- grain: as_of, cut, branch_code, key, union_code
WITH keyed AS (
  SELECT as_of, branch_code, union_code, was_union, opening_in_term + opening_overdue + opening_frozen AS moved, unnest([
    {'cut': 'group_month', 'key': coalesce(group_code, ''), 'was': coalesce(was_group, '')},
    {'cut': 'union_month', 'key': '', 'was': ''},
    {'cut': 'commune_month', 'key': coalesce(commune_code, ''), 'was': coalesce(was_commune, '')},
    {'cut': 'office_month', 'key': coalesce(office_code, ''), 'was': coalesce(was_office, '')},
    {'cut': 'programme_month', 'key': programme_code, 'was': programme_code},
    {'cut': 'fund_source_month', 'key': fund_source, 'was': fund_source}], max_depth := 2)
  FROM loan_month
), changed AS (
  SELECT * FROM keyed WHERE moved <> 0 AND ("key" <> was OR union_code <> was_union)
), side AS (
  SELECT as_of, cut, branch_code, "key", union_code, moved AS moved_in, 0 AS moved_out FROM changed
  UNION ALL
  SELECT as_of, cut, branch_code, was, was_union, 0, moved FROM changed
)
SELECT as_of, cut, branch_code, "key", union_code, sum(moved_in) AS moved_in, sum(moved_out) AS moved_out
FROM side GROUP BY ALL
