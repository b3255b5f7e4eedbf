-- doc: Ledger entries up to last_on that make the balances of the customers in found. A reversal has the opposite sign of what it takes back.
-- grain: a row per entry
SELECT
  e.entry_id, e.posted_on, e.customer_code, e.account_no, e.entry_type, e.reverses_entry_id, e.office_code,
  CASE WHEN (e.entry_type IN ('opening', 'deposit', 'interest')) = (e.reverses_entry_id IS NULL) THEN e.amount ELSE -e.amount END AS amount
FROM explained.deposit_ledger e
SEMI JOIN found f USING (customer_code)
WHERE e.posted_on <= getvariable('last_on')::DATE
