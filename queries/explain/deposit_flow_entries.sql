-- doc: Ledger entries from first_on to last_on that make the flows of the customers and months in found. A reversal counts negative.
-- grain: a row per entry
SELECT
  e.entry_id, e.posted_on, e.customer_code, e.account_no, e.entry_type, e.reverses_entry_id, e.office_code,
  CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END AS amount
FROM explained.deposit_ledger e
SEMI JOIN found f ON f.customer_code = e.customer_code AND last_day(f.as_of) = last_day(e.posted_on)
WHERE e.posted_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
  AND CASE getvariable('measure')::VARCHAR
    WHEN 'deposits_in' THEN e.entry_type IN ('deposit', 'interest')
    WHEN 'deposits_out' THEN e.entry_type IN ('withdrawal', 'offset')
  END
