-- doc: inactive_loans
-- grain: as_of, contract_no
SELECT l.as_of, contract_no, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code,
  CASE WHEN last_activity_on >= cut_6 THEN 3 WHEN last_activity_on >= cut_12 THEN 6 ELSE 12 END AS band, last_activity_on, outstanding, overdue
FROM lent l JOIN day d ON d.as_of = l.as_of WHERE now AND inactive
