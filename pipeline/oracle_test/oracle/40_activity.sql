-- doc: last activity and first disbursement among the entries that stand on the day
-- grain: as_of, contract_no
SELECT d.as_of, e.contract_no,
  max(e.posted_on) FILTER (e.entry_type NOT IN ('interest_due', 'interest_opening', 'transfer')) AS last_activity_on,
  min(e.posted_on) FILTER (e.entry_type = 'disbursement' AND NOT e.rebooking) AS first_disbursed_on
FROM day d JOIN loan_entry e ON e.posted_on <= d.as_of
WHERE NOT e.reversal AND (e.taken_back_on IS NULL OR e.taken_back_on > d.as_of)
GROUP BY d.as_of, e.contract_no
