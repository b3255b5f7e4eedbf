-- doc: interest_late
-- grain: as_of, contract_no
SELECT as_of, contract_no, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code,
  outstanding, unpaid AS unpaid_interest, late AS late_interest FROM stale_interest
