-- doc: what rows are called
-- grain: kind, key
SELECT 'branch' AS kind, branch_code AS key, name FROM src.branch
UNION ALL SELECT 'office', office_code, name FROM src.transaction_office
UNION ALL SELECT 'programme', programme_code, name_vi FROM src.loan_programme
UNION ALL SELECT 'commune', c.commune_code,
  first(name ORDER BY
    CASE WHEN valid_from > as_of THEN 2 WHEN valid_to IS NULL OR valid_to > as_of THEN 0 ELSE 1 END,
    CASE WHEN valid_from > as_of THEN valid_from - as_of ELSE as_of - valid_from END)
  FROM src.commune c, asked GROUP BY c.commune_code
UNION ALL VALUES ('fund_source', '1', 'Trung ương'), ('fund_source', '2', 'Địa phương'), ('term', '12', 'Đến 12 tháng'), ('term', '60', 'Trên 12 đến 60 tháng'), ('term', 'over', 'Trên 60 tháng')
UNION ALL SELECT k, '00', 'Tổng cộng' FROM (SELECT unnest(['branch', 'office', 'programme', 'commune', 'fund_source', 'term', 'group', 'union']) AS k)
UNION ALL SELECT k, '', 'Chưa xác định' FROM (SELECT unnest(['branch', 'office', 'programme', 'commune', 'fund_source', 'term', 'group']) AS k)
UNION ALL SELECT 'union', union_code, name_vi FROM union_list
