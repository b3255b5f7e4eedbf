-- doc: One contract month by month: what was paid out and collected, what is left and for how long it has been overdue.
-- grain: a row per month
-- vi: Diễn biến của một khế ước
-- en: History of a contract
-- units: đồng, days
-- param: contract text: the contract's number
SELECT m.as_of, m.group_code, m.disbursed, m.collected_in_term + m.collected_overdue + m.collected_frozen AS collected, m.in_term, m.overdue, m.frozen, m.outstanding, m.days_past_due,
  m.interest_due_in_term + m.interest_due_overdue AS interest_due, m.interest_paid_in_term + m.interest_paid_overdue AS interest_paid, m.unpaid_interest_in_term + m.unpaid_interest_overdue AS unpaid_interest
FROM fact.loan_month m
WHERE m.contract_no = $contract::VARCHAR
ORDER BY m.as_of
