-- doc: Levels, kinds, measures and accounts that the contract does not name: rows with them are in no report.
-- grain: a row per table, column and value
-- vi: Giá trị không có trong quy ước dữ liệu
-- en: Values that the contract does not name
-- severity: warning
-- examined: values
-- remedy_vi: sửa các giá trị này ở nguồn: báo cáo bỏ qua những dòng như vậy
-- remedy_en: correct these values in the source: reports leave such rows out
WITH used AS (
  SELECT 'agreement.unit_level' AS place, unit_level AS value, ['district', 'commune'] AS known, count(*) AS n FROM dim.agreement GROUP BY ALL
  UNION ALL
  SELECT 'inspection.by_level', by_level, ['province', 'district', 'commune'], count(*) FROM dim.inspection GROUP BY ALL
  UNION ALL
  SELECT 'inspection.target_level', target_level, ['district', 'commune', 'group', 'household'], count(*) FROM dim.inspection GROUP BY ALL
  UNION ALL
  SELECT 'fee_payment.kind', kind, ['entrustment_fee', 'group_commission'], count(*) FROM dim.fee_payment GROUP BY ALL
  UNION ALL
  SELECT 'training_session.audience', audience, ['union_officer', 'group_board'], count(*) FROM dim.training_session GROUP BY ALL
  UNION ALL
  SELECT 'risk_case.measure', measure, ['extension', 'freeze', 'write_off'], count(*) FROM dim.risk_case GROUP BY ALL
  UNION ALL
  SELECT 'gl_balance.account', account, ['loan_in_term', 'loan_overdue', 'loan_frozen', 'member_deposit'], count(*) FROM dim.gl_balance GROUP BY ALL
  UNION ALL
  SELECT 'loan_contract.lending_method', lending_method, ['1', '2'], count(*) FROM dim.loan_contract GROUP BY ALL
)
SELECT
  NULL::DATE AS as_of,
  place || ' ' || value AS key,
  n || ' rows' AS detail_en,
  format('{:t.}', n) || ' dòng' AS detail_vi,
  NOT list_contains(known, value) AS failed
FROM used
