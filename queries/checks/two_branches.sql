-- doc: Groups and borrowers of whom several branches keep loans or deposits on the last as-of day. Reports and nation_month count them once,
--   the rows of a branch by what that branch keeps.
-- grain: a row per group and borrower
-- vi: Tổ hoặc khách hàng có số liệu ở nhiều chi nhánh
-- en: Groups and borrowers of several branches
-- severity: warning
-- examined: groups and borrowers
-- remedy_vi: không cần làm gì nếu đúng chủ ý: báo cáo tính mỗi tổ, mỗi hộ một lần; nếu không, để một chi nhánh giữ các khế ước của hộ hoặc của tổ viên trong tổ
-- remedy_en: nothing, where this is meant: reports count each once; else have one branch keep the contracts of the household or of the group's members
WITH last_day AS (SELECT max(as_of) AS as_of FROM meta.as_of),
placed AS (
  SELECT as_of, branch_code, 'group ' || group_code AS key
  FROM indicator.group_month
  WHERE as_of = (SELECT as_of FROM last_day) AND group_code <> '' AND (outstanding > 0 OR deposit_balance > 0)
  UNION
  SELECT as_of, branch_code, 'customer ' || customer_code
  FROM fact.loan_month
  WHERE as_of = (SELECT as_of FROM last_day) AND outstanding > 0 AND lending_method = '2'
)
SELECT
  as_of,
  key,
  'has figures in branches ' || string_agg(branch_code, ', ' ORDER BY branch_code) AS detail_en,
  'có số liệu ở các chi nhánh ' || string_agg(branch_code, ', ' ORDER BY branch_code) AS detail_vi,
  count(*) > 1 AS failed
FROM placed
GROUP BY as_of, key
