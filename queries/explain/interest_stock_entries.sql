-- doc: Interest entries up to last_on that make the unpaid interest of the contracts in found: what fell due or was brought forward, less what was paid or waived. A reversal has the opposite sign.
-- grain: a row per entry
SELECT
  e.entry_id, e.posted_on, e.contract_no, e.entry_type, coalesce(e.from_class, '') AS from_class, coalesce(e.to_class, '') AS to_class, e.rebooking,
  e.reverses_entry_id, e.office_code,
  CASE WHEN (e.entry_type IN ('interest_opening', 'interest_due')) = (e.reverses_entry_id IS NULL) THEN e.amount ELSE -e.amount END AS amount
FROM explained.loan_ledger e
SEMI JOIN found f USING (contract_no)
WHERE e.posted_on <= getvariable('last_on')::DATE AND e.entry_type IN ('interest_opening', 'interest_due', 'interest_paid', 'interest_waived')
