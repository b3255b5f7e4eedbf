-- doc: covered principal of a contract at the end of a day, in the eyes of the as-of day, and what it was lent
-- grain: as_of, contract_no, on_day
-- repayment and write_off, re-bookings included, reversals negative; and for a contract with an
-- opening (standing on the as-of day) what the schedule holds beyond the opening and all that was
-- disbursed so far. The opening belongs to the contract: a day before it sees it too.
WITH probe AS (
  SELECT p.as_of, p.contract_no, unnest([d.as_of, d.month_start - 1, d.year_start - 1]) AS on_day FROM contract_place p JOIN day d USING (as_of)
  UNION
  SELECT as_of, contract_no, posted_on FROM extension
), opened AS (
  SELECT d.as_of, e.contract_no, sum(e.amount) AS opening FROM day d JOIN loan_entry e ON e.posted_on <= d.as_of WHERE e.entry_type = 'opening' GROUP BY ALL
), planned AS (
  SELECT contract_no, sum(amount) AS planned FROM src.principal_schedule GROUP BY contract_no
), moved AS (
  SELECT p.as_of, p.contract_no, p.on_day,
    coalesce(sum(e.amount) FILTER (e.entry_type IN ('repayment', 'write_off')), 0) AS paid,
    coalesce(sum(e.amount) FILTER (e.entry_type = 'disbursement'), 0) AS disbursed
  FROM probe p LEFT JOIN loan_entry e ON e.contract_no = p.contract_no AND e.posted_on <= p.on_day AND e.entry_type IN ('repayment', 'write_off', 'disbursement')
  GROUP BY p.as_of, p.contract_no, p.on_day
)
SELECT m.as_of, m.contract_no, m.on_day,
  m.paid + CASE WHEN coalesce(o.opening, 0) > 0 THEN greatest(0, coalesce(s.planned, 0) - o.opening - m.disbursed) ELSE 0 END AS covered,
  coalesce(o.opening, 0) + m.disbursed AS lent,
  coalesce(s.planned, 0) AS planned
FROM moved m LEFT JOIN opened o USING (as_of, contract_no) LEFT JOIN planned s USING (contract_no)
