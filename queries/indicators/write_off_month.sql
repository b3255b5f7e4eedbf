-- doc: What the ledger wrote off of each contract, principal and interest, in each month whose facts are kept.
-- grain: a row per as-of day, branch and contract with a write-off or interest waived
SELECT
  as_of, branch_code, contract_no, customer_code,
  written_off_in_term + written_off_overdue + written_off_frozen AS written_off, interest_waived_in_term + interest_waived_overdue AS interest_waived
FROM fact.loan_month
WHERE written_off_in_term <> 0 OR written_off_overdue <> 0 OR written_off_frozen <> 0 OR interest_waived_in_term <> 0 OR interest_waived_overdue <> 0
