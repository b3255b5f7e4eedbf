-- doc: Ledger entries up to last_on that make the balances of the contracts in found: what enters the classes of the measure less what leaves them; zero is what does neither. A reversal stands with its classes swapped.
-- grain: a row per entry
SELECT
  e.entry_id, e.posted_on, e.contract_no, e.entry_type, coalesce(e.from_class, '') AS from_class, coalesce(e.to_class, '') AS to_class, e.rebooking,
  e.reverses_entry_id, e.office_code,
  e.amount * CASE getvariable('classes')::VARCHAR
    WHEN 'all' THEN CAST(e.to_class IS NOT NULL AS BIGINT) - CAST(e.from_class IS NOT NULL AS BIGINT)
    ELSE CAST(e.to_class IS NOT DISTINCT FROM getvariable('classes')::VARCHAR AS BIGINT) - CAST(e.from_class IS NOT DISTINCT FROM getvariable('classes')::VARCHAR AS BIGINT)
  END AS amount
FROM fact.principal_entry e
SEMI JOIN found f USING (contract_no)
WHERE e.posted_on <= getvariable('last_on')::DATE
