-- doc: use_checks_missing
-- grain: as_of, contract_no
SELECT as_of, contract_no, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code, first_disbursed_on,
  (SELECT min(checked_on) FROM src.loan_use_check c WHERE c.contract_no = l.contract_no AND c.checked_on - l.first_disbursed_on > 30 AND c.checked_on <= l.as_of) AS checked_on,
  datediff('day', first_disbursed_on, as_of) AS days, outstanding
FROM lent l WHERE now AND outstanding > 0 AND check_due AND NOT checked
