-- doc: deposits, members, savers and their moves of every cut that has them
-- grain: as_of, cut, branch_code, key, union_code
WITH keyed AS (
  SELECT *, unnest([
    {'cut': 'group_month', 'key': coalesce(group_code, ''), 'was': coalesce(was_group, '')},
    {'cut': 'union_month', 'key': '', 'was': ''},
    {'cut': 'commune_month', 'key': coalesce(commune_code, ''), 'was': coalesce(was_commune, '')},
    {'cut': 'office_month', 'key': coalesce(office_code, ''), 'was': coalesce(was_office, '')}], max_depth := 2)
  FROM deposit_month
), member_keyed AS (
  SELECT *, unnest([
    {'cut': 'group_month', 'key': coalesce(group_code, '')},
    {'cut': 'union_month', 'key': ''},
    {'cut': 'commune_month', 'key': coalesce(commune_code, '')},
    {'cut': 'office_month', 'key': coalesce(office_code, '')}], max_depth := 2)
  FROM member
), part AS (
  SELECT as_of, cut, branch_code, "key", union_code, 0 AS members,
    (member AND balance > 0)::INT AS savers, regular_saver::INT AS regular_savers, one_time_saver::INT AS one_time_savers,
    balance AS deposit_balance, brought_forward AS deposits_brought_forward, deposited + interest AS deposits_in, withdrawn + offset_loan AS deposits_out,
    0 AS deposits_moved_in, 0 AS deposits_moved_out
  FROM keyed
  UNION ALL
  SELECT as_of, cut, branch_code, "key", union_code, 0, 0, 0, 0, 0, 0, 0, 0, opening_balance, 0
  FROM keyed WHERE opening_balance <> 0 AND ("key" <> was OR union_code <> was_union)
  UNION ALL
  SELECT as_of, cut, branch_code, was, was_union, 0, 0, 0, 0, 0, 0, 0, 0, 0, opening_balance
  FROM keyed WHERE opening_balance <> 0 AND ("key" <> was OR union_code <> was_union)
  UNION ALL
  SELECT as_of, cut, branch_code, "key", union_code, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
  FROM member_keyed
)
SELECT as_of, cut, branch_code, "key", union_code,
  sum(members) AS members, sum(savers) AS savers, sum(regular_savers) AS regular_savers, sum(one_time_savers) AS one_time_savers,
  sum(deposit_balance) AS deposit_balance, sum(deposits_brought_forward) AS deposits_brought_forward,
  sum(deposits_in) AS deposits_in, sum(deposits_out) AS deposits_out,
  sum(deposits_moved_in) AS deposits_moved_in, sum(deposits_moved_out) AS deposits_moved_out
FROM part GROUP BY ALL
