-- doc: Interest that the borrowers of every group paid in each month whose facts are kept, by the rate of their contracts.
-- grain: a row per as-of day, branch, group and rate
SELECT
  m.as_of, m.branch_code, m.group_code, m.union_code, m.commune_code, k.annual_rate,
  sum(m.interest_paid_in_term) AS paid_in_term, sum(m.interest_paid_overdue) AS paid_overdue
FROM fact.loan_month m
JOIN dim.loan_contract k USING (contract_no)
WHERE m.group_code IS NOT NULL AND (m.interest_paid_in_term <> 0 OR m.interest_paid_overdue <> 0)
GROUP BY ALL
