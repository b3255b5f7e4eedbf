-- doc: loan entries up to the last day, a reversal as its original with the opposite sign
-- grain: entry_id
-- A reversal has type, classes and re-booking flag of the entry it takes back, on its own day.
-- taken_back_on is the day from which an original no longer stands.
SELECT e.entry_id, e.posted_on, e.contract_no, e.office_code,
  coalesce(o.entry_type, e.entry_type) AS entry_type,
  coalesce(o.rebooking, e.rebooking) AS rebooking,
  CASE WHEN o.entry_id IS NULL THEN e.from_class ELSE o.from_class END AS from_class,
  CASE WHEN o.entry_id IS NULL THEN e.to_class ELSE o.to_class END AS to_class,
  CASE WHEN o.entry_id IS NULL THEN e.amount ELSE -e.amount END AS amount,
  e.new_maturity_on,
  o.entry_id IS NOT NULL AS reversal,
  (SELECT min(r.posted_on) FROM src.loan_ledger r WHERE r.reverses_entry_id = e.entry_id AND r.posted_on <= (SELECT through FROM run)) AS taken_back_on
FROM src.loan_ledger e
LEFT JOIN src.loan_ledger o ON o.entry_id = e.reverses_entry_id
WHERE e.posted_on <= (SELECT through FROM run)
