-- doc: forgotten_transfers
-- grain: as_of, contract_no
SELECT as_of, contract_no, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code,
  in_term, maturity_on, datediff('day', maturity_on, as_of) AS days
FROM lent WHERE now AND in_term > 0 AND maturity_on < day
