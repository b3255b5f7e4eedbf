-- doc: Customers with an entrusted loan or a deposit on the last as-of day who were never in a group: union 98, without a commune.
-- grain: a row per customer with balance
-- vi: Khách hàng chưa từng thuộc tổ nào
-- en: Customers never in a group
-- severity: warning
-- examined: customers with balance
-- remedy_vi: nhập việc tham gia tổ của các khách hàng này vào bảng group_membership của nguồn
-- remedy_en: enter the memberships of these customers in the source's group_membership table
WITH last_day AS (SELECT max(as_of) AS as_of FROM meta.as_of),
holder AS (
  SELECT as_of, customer_code, union_code, outstanding, 0::BIGINT AS deposit FROM fact.loan_month WHERE outstanding <> 0 AND lending_method = '2'
  UNION ALL
  SELECT as_of, customer_code, union_code, 0, balance FROM fact.deposit_month WHERE balance <> 0
)
SELECT
  as_of,
  customer_code AS key,
  'outstanding ' || sum(outstanding) || ', deposits ' || sum(deposit) AS detail_en,
  'dư nợ ' || format('{:t.}', sum(outstanding)) || ', tiền gửi ' || format('{:t.}', sum(deposit)) AS detail_vi,
  bool_or(union_code = '98') AS failed
FROM holder
WHERE as_of = (SELECT as_of FROM last_day)
GROUP BY as_of, customer_code
