-- doc: Groups and households are counted once per branch and added up: one that owes or saves in two branches would be counted twice.
-- grain: a row per as-of day, and group or customer with figures in a branch
-- vi: Một tổ hoặc một khách hàng có số liệu ở hai chi nhánh
-- en: A group or a customer with figures in two branches
-- severity: error
-- examined: groups and customers
-- remedy: have the contracts and accounts of one household kept by one branch; codes are unique across branches
WITH placed AS (
  SELECT as_of, branch_code, 'group ' || group_code AS key
  FROM indicator.group_month
  WHERE group_code <> '' AND (groups_with_debt > 0 OR savers > 0)
  UNION
  SELECT as_of, branch_code, 'customer ' || customer_code
  FROM fact.loan_month
  WHERE outstanding > 0 AND lending_method = '2' AND as_of = (SELECT max(as_of) FROM meta.as_of)
  UNION
  SELECT as_of, branch_code, 'customer ' || customer_code
  FROM fact.deposit_month
  WHERE balance > 0 AND member AND as_of = (SELECT max(as_of) FROM meta.as_of)
)
SELECT
  as_of,
  key,
  'counted in branches ' || string_agg(branch_code, ', ' ORDER BY branch_code) AS detail,
  count(*) > 1 AS failed
FROM placed
GROUP BY as_of, key
