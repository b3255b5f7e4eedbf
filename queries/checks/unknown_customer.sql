-- doc: Customers that contracts, memberships or deposits name and that the customer table does not have.
-- grain: a row per customer named
-- vi: Khách hàng không có trong danh mục
-- en: Unknown customers
-- severity: warning
-- examined: customers
-- remedy_vi: bổ sung các khách hàng này vào bảng customer của nguồn
-- remedy_en: add these customers to the source's customer table
WITH named AS (
  SELECT customer_code, 'loan_contract' AS place FROM dim.loan_contract
  UNION
  SELECT customer_code, 'group_membership' FROM dim.group_membership
  UNION
  SELECT customer_code, 'deposit_ledger' FROM fact.deposit_month
)
SELECT
  NULL::DATE AS as_of,
  n.customer_code AS key,
  'named in ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_en,
  'có trong ' || string_agg(n.place, ', ' ORDER BY n.place) AS detail_vi,
  bool_and(c.customer_code IS NULL) AS failed
FROM named n
LEFT JOIN dim.customer c ON c.customer_code = n.customer_code
GROUP BY n.customer_code
