-- doc: loans within what is asked whose unpaid interest is more than what fell due in three calendar months
-- grain: contract_no
SELECT l.*, l.unpaid_interest_in_term + l.unpaid_interest_overdue AS unpaid, l.unpaid_interest_in_term + l.unpaid_interest_overdue - x.due AS late
FROM lent l, LATERAL (
  SELECT coalesce(sum(e.amount), 0) AS due FROM loan_entry e
  WHERE e.contract_no = l.contract_no AND e.entry_type = 'interest_due' AND e.posted_on <= l.as_of AND e.posted_on >= date_trunc('month', l.as_of) - INTERVAL 2 MONTH) x
WHERE l.now AND l.unpaid_interest_in_term + l.unpaid_interest_overdue > 0 AND l.unpaid_interest_in_term + l.unpaid_interest_overdue > x.due
