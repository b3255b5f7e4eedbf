-- doc: extensions standing on the day
-- grain: as_of, entry_id
SELECT d.as_of, e.contract_no, e.entry_id, e.posted_on, e.new_maturity_on
FROM day d JOIN loan_entry e ON e.posted_on <= d.as_of
WHERE e.entry_type = 'extension' AND NOT e.reversal AND (e.taken_back_on IS NULL OR e.taken_back_on > d.as_of)
