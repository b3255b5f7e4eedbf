-- doc: Loans without activity for more than three months; students' loans and frozen ones are exempt. band is 3, 6 or 12: more than so many months, the longest that is true.
-- grain: a row per contract
-- vi: Món vay trên 3 tháng không hoạt động
-- en: Loans inactive for over 3 months
-- units: months, đồng
SELECT
  m.as_of, m.contract_no, m.customer_code,
  coalesce(m.group_code, '') AS group_code, m.union_code, coalesce(m.commune_code, '') AS commune_code, m.office_code, m.programme_code,
  meta.inactive_band(m.as_of, m.last_activity_on, m.frozen, p.short_name) AS band, m.last_activity_on, m.outstanding, m.overdue
FROM meta.asked_loan m
LEFT JOIN dim.loan_programme p USING (programme_code)
WHERE m.outstanding > 0 AND band IS NOT NULL
