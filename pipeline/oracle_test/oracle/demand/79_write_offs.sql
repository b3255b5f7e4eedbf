-- doc: write_offs, the ledger's straight from its entries
-- grain: as_of, contract_no
WITH decision AS (
  SELECT c.contract_no, c.decided_on, c.principal, c.interest FROM asked a JOIN day d USING (as_of) JOIN src.risk_case c ON c.measure = 'write_off' AND c.approved AND c.decided_on BETWEEN d.year_start AND d.as_of AND c.submitted_on <= d.as_of
), entry AS (
  SELECT e.contract_no, e.entry_type, e.amount, e.posted_on FROM asked a JOIN day d USING (as_of) JOIN loan_entry e ON e.posted_on BETWEEN d.year_start AND d.as_of AND e.entry_type IN ('write_off', 'interest_waived')
), booked AS (
  SELECT contract_no FROM entry GROUP BY contract_no
  HAVING sum(CASE entry_type WHEN 'write_off' THEN amount ELSE 0 END) <> 0 OR sum(CASE entry_type WHEN 'write_off' THEN 0 ELSE amount END) <> 0
), listed AS (
  SELECT contract_no FROM decision UNION SELECT contract_no FROM booked
), figure AS (
  SELECT l.contract_no, (SELECT max(decided_on) FROM decision x WHERE x.contract_no = l.contract_no) AS decided_on,
    coalesce((SELECT sum(principal) FROM decision x WHERE x.contract_no = l.contract_no), 0) AS decided_principal,
    coalesce((SELECT sum(amount) FROM entry x WHERE x.contract_no = l.contract_no AND entry_type = 'write_off'), 0) AS written_off,
    coalesce((SELECT sum(interest) FROM decision x WHERE x.contract_no = l.contract_no), 0) AS decided_interest,
    coalesce((SELECT sum(amount) FROM entry x WHERE x.contract_no = l.contract_no AND entry_type = 'interest_waived'), 0) AS interest_waived
  FROM listed l
), placed AS (
  SELECT f.*, coalesce(k.customer_code, '') AS customer_code, coalesce(k.union_code, '') AS union_code, coalesce(k.programme_code, '') AS programme_code
  FROM figure f CROSS JOIN asked a LEFT JOIN scope_contract k ON k.contract_no = f.contract_no
  WHERE k.contract_no IS NOT NULL OR coalesce(a.union_code, a.office_code, a.commune_code, a.programme_code, a.branch_code) IS NULL
), line AS (
  SELECT * FROM placed UNION ALL BY NAME
  SELECT '00' AS contract_no, '' AS customer_code, '' AS union_code, '' AS programme_code, coalesce(sum(decided_principal), 0) AS decided_principal, coalesce(sum(written_off), 0) AS written_off,
    coalesce(sum(decided_interest), 0) AS decided_interest, coalesce(sum(interest_waived), 0) AS interest_waived FROM placed
)
SELECT a.as_of, l.*, decided_principal - written_off AS principal_difference, decided_interest - interest_waived AS interest_difference FROM asked a CROSS JOIN line l
