-- doc: Ledger entries from first_on to last_on that make the flows of the contracts and months in found. A reversal counts negative.
-- grain: a row per entry
WITH entry AS (
  SELECT entry_id, posted_on, contract_no, entry_type, from_class, to_class, rebooking, reverses_entry_id, office_code, amount
  FROM fact.principal_entry
  WHERE CASE getvariable('measure')::VARCHAR
    WHEN 'disbursed' THEN entry_type = 'disbursement' AND NOT rebooking
    WHEN 'lending_turns' THEN entry_type = 'disbursement' AND NOT rebooking
    WHEN 'collected' THEN entry_type = 'repayment' AND NOT rebooking
    WHEN 'written_off' THEN entry_type = 'write_off'
    ELSE false
  END
  UNION ALL
  SELECT entry_id, posted_on, contract_no, entry_type, from_class, to_class, rebooking, reverses_entry_id, office_code, amount
  FROM explained.loan_ledger
  WHERE getvariable('measure')::VARCHAR = 'interest_paid' AND entry_type = 'interest_paid'
)
SELECT
  e.entry_id, e.posted_on, e.contract_no, e.entry_type, coalesce(e.from_class, '') AS from_class, coalesce(e.to_class, '') AS to_class, e.rebooking,
  e.reverses_entry_id, e.office_code,
  CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END AS amount
FROM entry e
SEMI JOIN found f ON f.contract_no = e.contract_no AND last_day(f.as_of) = last_day(e.posted_on)
WHERE e.posted_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
