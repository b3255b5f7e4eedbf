-- doc: contracts within what is asked on the day, with or without entries
-- grain: contract_no
WITH placed AS (
  SELECT k.contract_no, k.customer_code, k.programme_code, o.branch_code, k.lending_method, c.group_code,
    CASE WHEN k.lending_method = '1' THEN '99' ELSE coalesce(g.union_code, '98') END AS union_code,
    CASE WHEN k.lending_method = '2' THEN g.commune_code END AS commune_code,
    CASE WHEN k.lending_method = '2' AND g.group_code IS NOT NULL THEN g.office_code ELSE k.office_code END AS office_code
  FROM asked a CROSS JOIN src.loan_contract k
  LEFT JOIN src.transaction_office o ON o.office_code = k.office_code
  LEFT JOIN customer_group c ON c.as_of = a.as_of AND c.customer_code = k.customer_code
  LEFT JOIN group_place g ON g.as_of = a.as_of AND g.group_code = c.group_code
)
SELECT p.* FROM placed p CROSS JOIN asked a
WHERE (a.union_code IS NULL OR p.union_code = a.union_code) AND (a.office_code IS NULL OR p.office_code = a.office_code) AND (a.commune_code IS NULL OR p.commune_code = a.commune_code)
  AND (a.programme_code IS NULL OR p.programme_code = a.programme_code) AND (a.branch_code IS NULL OR p.branch_code = a.branch_code)
