-- doc: Principal entries of all months, straight from the ledger's files.
-- grain: a row per entry
SELECT entry_id, posted_on, office_code, contract_no, entry_type, from_class, to_class, amount, rebooking, reverses_entry_id, branch_code
FROM lake.loan_ledger
WHERE entry_type IN ('opening', 'disbursement', 'repayment', 'transfer', 'write_off')
