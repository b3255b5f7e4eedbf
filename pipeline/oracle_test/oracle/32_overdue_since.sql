-- doc: first day of the last unbroken run of day-end overdue above zero
-- grain: as_of, contract_no, for contracts with overdue
WITH moved AS (
  SELECT contract_no, posted_on, sum(CASE WHEN to_class = 'overdue' THEN amount ELSE 0 END - CASE WHEN from_class = 'overdue' THEN amount ELSE 0 END) AS change
  FROM loan_entry
  WHERE entry_type IN ('opening', 'disbursement', 'repayment', 'transfer', 'write_off')
  GROUP BY contract_no, posted_on
), day_end AS (
  SELECT contract_no, posted_on, sum(change) OVER (PARTITION BY contract_no ORDER BY posted_on) AS overdue
  FROM moved
), clear AS (
  SELECT s.as_of, s.contract_no, coalesce(max(e.posted_on) FILTER (e.overdue <= 0), DATE '0001-01-01') AS last_clear
  FROM loan_stock s JOIN day_end e ON e.contract_no = s.contract_no AND e.posted_on <= s.as_of
  WHERE s.overdue > 0
  GROUP BY s.as_of, s.contract_no
)
SELECT c.as_of, c.contract_no, min(e.posted_on) AS overdue_since
FROM clear c JOIN day_end e ON e.contract_no = c.contract_no AND e.posted_on > c.last_clear AND e.posted_on <= c.as_of
GROUP BY c.as_of, c.contract_no
