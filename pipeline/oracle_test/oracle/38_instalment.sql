-- doc: instalments as they fall due in the eyes of the day, in the schedule's order, with the sum up to and including each
-- grain: as_of, contract_no, due_on, planned_on
-- An extension moves every instalment that is not fully covered on its day; the last one decides.
-- What was lent beyond the schedule is one more instalment, due on maturity_on. Oldest first is the
-- schedule's order, whatever an extension did to the dates: what was covered on its day stays covered.
WITH planned AS (
  SELECT p.as_of, s.contract_no, s.due_on AS planned_on, s.amount,
    sum(s.amount) OVER (PARTITION BY p.as_of, s.contract_no ORDER BY s.due_on) AS up_to
  FROM contract_place p JOIN src.principal_schedule s USING (contract_no)
), due AS (
  SELECT n.as_of, n.contract_no, n.planned_on, n.amount,
    coalesce((SELECT arg_max(x.new_maturity_on, (x.posted_on, x.entry_id))
      FROM extension x JOIN covered c ON c.as_of = x.as_of AND c.contract_no = x.contract_no AND c.on_day = x.posted_on
      WHERE x.as_of = n.as_of AND x.contract_no = n.contract_no AND c.covered < n.up_to), n.planned_on) AS due_on
  FROM planned n
  UNION ALL
  SELECT m.as_of, m.contract_no, DATE '9999-12-31', c.lent - c.planned, m.maturity_on
  FROM maturity m JOIN covered c ON c.as_of = m.as_of AND c.contract_no = m.contract_no AND c.on_day = m.as_of
  WHERE c.lent > c.planned
)
SELECT as_of, contract_no, due_on, planned_on, amount,
  sum(amount) OVER (PARTITION BY as_of, contract_no ORDER BY planned_on) AS up_to
FROM due
