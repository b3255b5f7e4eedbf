-- doc: interest paid in every month by the group's borrowers, as whole shares of one common denominator: the product of all rates (in 1e-4 percent), times 13
-- grain: as_of, group_code
WITH rate AS (
  SELECT DISTINCT round(annual_rate * 10000)::HUGEINT AS r FROM src.loan_contract WHERE annual_rate > 0 AND contract_no IN (SELECT contract_no FROM loan_entry WHERE entry_type = 'interest_paid')
), common AS (SELECT coalesce(list_product(list(r)), 1)::HUGEINT AS whole FROM rate
), paid AS (
  SELECT m.as_of, m.group_code, m.union_code, m.commune_code, round(k.annual_rate * 10000)::HUGEINT AS r, m.interest_paid_in_term AS fair, m.interest_paid_overdue AS late
  FROM loan_month m JOIN src.loan_contract k ON k.contract_no = m.contract_no
  WHERE m.group_code IS NOT NULL AND k.annual_rate > 0 AND m.lending_method = '2' AND (m.interest_paid_in_term <> 0 OR m.interest_paid_overdue <> 0)
)
SELECT as_of, group_code, union_code, commune_code, sum((13 * fair + 10 * late)::HUGEINT * (whole // r)) AS share, any_value(13 * whole) AS whole
FROM paid CROSS JOIN common GROUP BY as_of, group_code, union_code, commune_code
