-- doc: What the rows of reports on demand are called on the day and in the language asked for; 00 is the total, the empty code what belongs nowhere.
-- grain: a row per kind (branch, office, commune, programme, fund_source, term) and code
WITH kind AS (SELECT unnest(['branch', 'office', 'commune', 'programme', 'fund_source', 'term']) AS kind),
everything AS (
  SELECT 'branch' AS kind, branch_code AS code, name AS name_vi, name AS name_en FROM dim.branch
  UNION ALL
  SELECT 'office', office_code, name, name FROM dim.transaction_office
  UNION ALL
  SELECT 'commune', commune_code, name, name FROM meta.asked_commune
  UNION ALL
  SELECT 'programme', programme_code, name_vi, name_en FROM dim.loan_programme
  UNION ALL
  VALUES
    ('fund_source', '1', 'Trung ương', 'Central'), ('fund_source', '2', 'Địa phương', 'Local'),
    ('term', '12', 'Đến 12 tháng', 'Up to 12 months'), ('term', '60', 'Trên 12 đến 60 tháng', 'Over 12 to 60 months'), ('term', 'over', 'Trên 60 tháng', 'Over 60 months')
  UNION ALL
  SELECT kind, '00', 'Tổng cộng', 'Total' FROM kind
  UNION ALL
  SELECT kind, '', 'Chưa xác định', 'Unassigned' FROM kind
)
SELECT kind, code, CASE WHEN getvariable('lang')::VARCHAR = 'en' THEN name_en ELSE name_vi END AS name
FROM everything
