-- doc: Loans with debt whose first disbursement is at least 30 days before the day and that were not checked for proper use within 30 days of it. checked_on: the first check after them, if there was one.
-- grain: a row per contract
-- vi: Món vay chưa kiểm tra sử dụng vốn trong 30 ngày
-- en: Loans whose use was not checked within 30 days
-- units: days, đồng
SELECT
  m.as_of, m.contract_no, m.customer_code, coalesce(m.group_code, '') AS group_code, m.union_code, coalesce(m.commune_code, '') AS commune_code, m.office_code, m.programme_code,
  m.first_disbursed_on, min(c.checked_on) AS checked_on, m.as_of - m.first_disbursed_on AS days, m.outstanding
FROM meta.asked_loan m
LEFT JOIN dim.loan_use_check c ON c.contract_no = m.contract_no AND c.checked_on > m.first_disbursed_on + 30 AND c.checked_on <= m.as_of
WHERE m.outstanding > 0 AND m.first_disbursed_on + 30 <= m.as_of
  AND NOT EXISTS (
    FROM dim.loan_use_check t WHERE t.contract_no = m.contract_no AND t.checked_on BETWEEN m.first_disbursed_on AND m.first_disbursed_on + 30)
GROUP BY ALL
