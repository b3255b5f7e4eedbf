-- doc: loans by overdue
-- grain: contract_no
SELECT contract_no, customer_code, group_code, union_code, commune_code, programme_code, overdue_since, days_past_due, overdue, outstanding,
  unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest, last_activity_on
FROM loan_month
WHERE as_of = $as_of::DATE AND overdue > 0 AND ($commune::VARCHAR IS NULL OR commune_code = $commune::VARCHAR) AND ($union::VARCHAR IS NULL OR union_code = $union::VARCHAR)
ORDER BY overdue DESC, contract_no LIMIT $top::INT
