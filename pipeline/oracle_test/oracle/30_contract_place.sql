-- doc: where a contract counts: direct ones with union 99, customers never in a group with 98, both at the contract's office
-- grain: as_of, contract_no
WITH contract AS (
  SELECT *, CASE WHEN lending_method = '2' THEN customer_code END AS entrusted_to FROM src.loan_contract
  WHERE contract_no IN (SELECT contract_no FROM loan_entry)
)
SELECT d.as_of, k.contract_no, k.customer_code, k.programme_code, k.fund_source, k.lending_method, o.branch_code,
  g.group_code,
  CASE WHEN k.lending_method <> '2' THEN '99' ELSE coalesce(g.union_code, '98') END AS union_code,
  g.commune_code,
  CASE WHEN g.group_code IS NULL THEN k.office_code ELSE g.office_code END AS office_code
FROM day d
CROSS JOIN contract k
LEFT JOIN src.transaction_office o ON o.office_code = k.office_code
LEFT JOIN customer_group c ON c.as_of = d.as_of AND c.customer_code = k.entrusted_to
LEFT JOIN group_place g ON g.as_of = d.as_of AND g.group_code = c.group_code
