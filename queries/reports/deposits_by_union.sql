-- doc: Members, savers and deposits per union; leavers' deposits stay in the balance, leavers are not counted.
--   98 appears on days on which any of its figures is not zero.
-- grain: a row per as-of day and union; 00 is the total of the unions shown
-- vi: Tiền gửi của tổ viên theo tổ chức hội
-- en: Member deposits by union
-- units: members, đồng
WITH stocks AS (
  SELECT
    r.as_of, r.base_on, r.union_code, r.name_vi AS union_name,
    coalesce(sum(m.members), 0) AS members,
    coalesce(sum(m.savers), 0) AS savers,
    coalesce(sum(m.deposit_balance), 0) AS balance
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
),
flows AS (
  SELECT r.as_of, r.union_code, sum(m.deposits_in) AS deposits_in, sum(m.deposits_out) AS deposits_out
  FROM meta.union_row r
  JOIN indicator.nation_month m ON m.as_of BETWEEN r.year_start AND r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
),
complete AS (
  SELECT
    n.as_of, n.union_code, n.union_name,
    n.members::BIGINT AS members,
    n.savers::BIGINT AS savers,
    n.balance::BIGINT AS balance,
    (n.balance - b.balance)::BIGINT AS balance_change,
    coalesce(f.deposits_in, 0)::BIGINT AS deposits_in,
    coalesce(f.deposits_out, 0)::BIGINT AS deposits_out
  FROM stocks n
  LEFT JOIN stocks b ON b.as_of = n.base_on AND b.union_code = n.union_code
  LEFT JOIN flows f ON f.as_of = n.as_of AND f.union_code = n.union_code
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
