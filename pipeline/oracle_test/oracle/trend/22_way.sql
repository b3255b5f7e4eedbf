-- doc: every entrusted loan's state at the month-end before and on the day, from the balances of both days
-- grain: as_of, contract_no
WITH both_days AS (
  SELECT p.as_of, p.contract_no, p.union_code,
    coalesce(b.in_term + b.overdue + b.frozen, 0) AS opening, coalesce(b.overdue, 0) AS was_overdue, coalesce(b.frozen, 0) AS was_frozen,
    s.in_term + s.overdue + s.frozen AS closing, s.overdue, s.frozen,
    coalesce((SELECT sum(e.amount) FROM loan_entry e WHERE e.contract_no = p.contract_no AND e.entry_type = 'write_off' AND e.posted_on BETWEEN d.month_start AND d.as_of), 0) AS forgiven,
    coalesce((SELECT sum(e.amount) FROM loan_entry e WHERE e.contract_no = p.contract_no AND e.entry_type = 'opening' AND e.posted_on BETWEEN d.month_start AND d.as_of), 0) AS brought
  FROM contract_place p JOIN kept_day USING (as_of) JOIN day d USING (as_of)
  JOIN src.loan_contract k ON k.contract_no = p.contract_no AND k.lending_method = '2'
  JOIN loan_stock s ON s.as_of = p.as_of AND s.contract_no = p.contract_no
  LEFT JOIN loan_stock b ON b.as_of = d.month_before AND b.contract_no = p.contract_no
)
SELECT as_of, contract_no, union_code, opening, closing,
  CASE WHEN opening > 0 AND was_frozen > 0 THEN 'frozen' WHEN opening > 0 AND was_overdue > 0 THEN 'overdue' WHEN opening > 0 THEN 'in_term' WHEN brought > 0 THEN 'brought_forward' ELSE 'new' END AS from_state,
  CASE WHEN closing > 0 AND frozen > 0 THEN 'frozen' WHEN closing > 0 AND overdue > 0 THEN 'overdue' WHEN closing > 0 THEN 'in_term' WHEN forgiven > 0 THEN 'written_off' ELSE 'closed' END AS to_state
FROM both_days WHERE opening > 0 OR closing > 0
