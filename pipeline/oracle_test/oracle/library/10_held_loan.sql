-- doc: the facts of loans that the warehouse holds: the last 25 calendar months, without contracts that nothing is left of
-- grain: as_of, contract_no
SELECT * FROM loan_month
WHERE (touched OR outstanding <> 0 OR unpaid_interest_in_term <> 0 OR unpaid_interest_overdue <> 0 OR due_principal <> 0 OR due_principal_ytd <> 0)
  AND as_of > (SELECT date_trunc('month', max(as_of)) - INTERVAL 24 MONTH - INTERVAL 1 DAY FROM day)
