-- doc: a contract month by month
-- grain: as_of
SELECT as_of, group_code, disbursed, collected_in_term + collected_overdue + collected_frozen AS collected, in_term, overdue, frozen, in_term + overdue + frozen AS outstanding, days_past_due,
  interest_due_in_term + interest_due_overdue AS interest_due, interest_paid_in_term + interest_paid_overdue AS interest_paid, unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest
FROM held_loan WHERE contract_no = $contract::VARCHAR ORDER BY as_of
