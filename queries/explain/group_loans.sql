-- doc: Contracts of the groups in found on the day last_on; the amount is what the groups' amount adds up, overdue or outstanding.
-- grain: a row of fact.loan_month whose amount is not zero
SELECT m.as_of, m.contract_no, m.customer_code, m.group_code, m.union_code,
  CASE WHEN getvariable('measure')::VARCHAR IN ('overdue_groups', 'over_2pct_groups') THEN m.overdue ELSE m.outstanding END AS amount
FROM fact.loan_month m
SEMI JOIN found f USING (group_code)
WHERE m.as_of = getvariable('last_on')::DATE
  AND (getvariable('row_branch') IS NULL OR m.branch_code = getvariable('row_branch')::VARCHAR)
  AND (getvariable('row_office') IS NULL OR m.office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_programme') IS NULL OR m.programme_code = getvariable('row_programme')::VARCHAR)
  AND CASE WHEN getvariable('measure')::VARCHAR IN ('overdue_groups', 'over_2pct_groups') THEN m.overdue ELSE m.outstanding END <> 0
