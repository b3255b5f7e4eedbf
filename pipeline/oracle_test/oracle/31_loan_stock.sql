-- doc: balances by class of every contract that has an entry
-- grain: as_of, contract_no
SELECT d.as_of, e.contract_no,
  coalesce(sum(e.amount) FILTER (e.to_class = 'in_term' AND p), 0) - coalesce(sum(e.amount) FILTER (e.from_class = 'in_term' AND p), 0) AS in_term,
  coalesce(sum(e.amount) FILTER (e.to_class = 'overdue' AND p), 0) - coalesce(sum(e.amount) FILTER (e.from_class = 'overdue' AND p), 0) AS overdue,
  coalesce(sum(e.amount) FILTER (e.to_class = 'frozen' AND p), 0) - coalesce(sum(e.amount) FILTER (e.from_class = 'frozen' AND p), 0) AS frozen,
  coalesce(sum(e.amount) FILTER (e.to_class = 'in_term' AND i), 0) - coalesce(sum(e.amount) FILTER (e.from_class = 'in_term' AND i), 0) AS unpaid_interest_in_term,
  coalesce(sum(e.amount) FILTER (e.to_class = 'overdue' AND i), 0) - coalesce(sum(e.amount) FILTER (e.from_class = 'overdue' AND i), 0) AS unpaid_interest_overdue
FROM day d
JOIN (SELECT *,
    entry_type IN ('opening', 'disbursement', 'repayment', 'transfer', 'write_off') AS p,
    entry_type IN ('interest_opening', 'interest_due', 'interest_paid', 'interest_waived') AS i
  FROM loan_entry) e ON e.posted_on <= d.as_of
GROUP BY d.as_of, e.contract_no
