-- doc: the flows of the as-of day's calendar month, reversals negative in their own month
-- grain: as_of, contract_no, for contracts with an entry in the month
SELECT d.as_of, e.contract_no,
  coalesce(sum(amount) FILTER (entry_type = 'opening' AND to_class = 'in_term'), 0) AS brought_forward_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'opening' AND to_class = 'overdue'), 0) AS brought_forward_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'opening' AND to_class = 'frozen'), 0) AS brought_forward_frozen,
  coalesce(sum(amount) FILTER (entry_type = 'disbursement' AND NOT rebooking), 0) AS disbursed,
  coalesce(sum(amount) FILTER (entry_type = 'repayment' AND NOT rebooking AND from_class = 'in_term'), 0) AS collected_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'repayment' AND NOT rebooking AND from_class = 'overdue'), 0) AS collected_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'repayment' AND NOT rebooking AND from_class = 'frozen'), 0) AS collected_frozen,
  coalesce(sum(amount) FILTER (entry_type = 'disbursement' AND rebooking), 0)
    - coalesce(sum(amount) FILTER (entry_type = 'repayment' AND rebooking AND from_class = 'in_term'), 0) AS rebooked_in_term,
  -coalesce(sum(amount) FILTER (entry_type = 'repayment' AND rebooking AND from_class = 'overdue'), 0) AS rebooked_overdue,
  -coalesce(sum(amount) FILTER (entry_type = 'repayment' AND rebooking AND from_class = 'frozen'), 0) AS rebooked_frozen,
  coalesce(sum(amount) FILTER (entry_type = 'write_off' AND from_class = 'in_term'), 0) AS written_off_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'write_off' AND from_class = 'overdue'), 0) AS written_off_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'write_off' AND from_class = 'frozen'), 0) AS written_off_frozen,
  coalesce(sum(amount) FILTER (entry_type = 'transfer' AND from_class = 'in_term' AND to_class = 'overdue'), 0) AS in_term_to_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'transfer' AND from_class = 'in_term' AND to_class = 'frozen'), 0) AS in_term_to_frozen,
  coalesce(sum(amount) FILTER (entry_type = 'transfer' AND from_class = 'overdue' AND to_class = 'in_term'), 0) AS overdue_to_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'transfer' AND from_class = 'overdue' AND to_class = 'frozen'), 0) AS overdue_to_frozen,
  coalesce(sum(amount) FILTER (entry_type = 'transfer' AND from_class = 'frozen' AND to_class = 'in_term'), 0) AS frozen_to_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'transfer' AND from_class = 'frozen' AND to_class = 'overdue'), 0) AS frozen_to_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'interest_opening' AND to_class = 'in_term'), 0) AS interest_brought_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'interest_opening' AND to_class = 'overdue'), 0) AS interest_brought_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'interest_due' AND to_class = 'in_term'), 0) AS interest_due_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'interest_due' AND to_class = 'overdue'), 0) AS interest_due_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'interest_paid' AND from_class = 'in_term'), 0) AS interest_paid_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'interest_paid' AND from_class = 'overdue'), 0) AS interest_paid_overdue,
  coalesce(sum(amount) FILTER (entry_type = 'interest_waived' AND from_class = 'in_term'), 0) AS interest_waived_in_term,
  coalesce(sum(amount) FILTER (entry_type = 'interest_waived' AND from_class = 'overdue'), 0) AS interest_waived_overdue
FROM day d JOIN loan_entry e ON e.posted_on BETWEEN d.month_start AND d.as_of
GROUP BY d.as_of, e.contract_no
