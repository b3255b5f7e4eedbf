-- doc: deposit entries up to the last day, a reversal as its original with the opposite sign
-- grain: entry_id
SELECT e.entry_id, e.posted_on, e.customer_code, e.account_no, e.office_code, e.entry_type,
  CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END AS amount,
  e.reverses_entry_id IS NOT NULL AS reversal,
  (SELECT min(r.posted_on) FROM src.deposit_ledger r WHERE r.reverses_entry_id = e.entry_id AND r.posted_on <= (SELECT through FROM run)) AS taken_back_on
FROM src.deposit_ledger e
WHERE e.posted_on <= (SELECT through FROM run)
