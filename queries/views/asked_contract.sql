-- doc: Contracts with a case of debt at risk or a write-off, entrusted and direct, that lie in the scope asked for on the day, whether they still owe or not: where the customer's group is; without one, and direct
--   lending (union 99), at the contract's office.
-- grain: a row per contract
WITH placed AS (
  SELECT
    k.contract_no, k.customer_code, k.programme_code, k.branch_code, CASE WHEN k.lending_method = '2' THEN c.group_code END AS group_code,
    CASE WHEN k.lending_method <> '2' THEN '99' ELSE coalesce(c.union_code, '98') END AS union_code,
    CASE WHEN k.lending_method = '2' THEN c.commune_code END AS commune_code,
    CASE WHEN k.lending_method = '2' AND c.commune_code IS NOT NULL THEN c.office_code ELSE k.office_code END AS office_code
  FROM meta.risk_contract k
  LEFT JOIN meta.asked_customer c ON c.wanted = 'risk' AND c.customer_code = k.customer_code
)
SELECT p.*
FROM placed p
CROSS JOIN meta.asked a
WHERE (a.union_code IS NULL OR p.union_code = a.union_code)
  AND (a.office_code IS NULL OR p.office_code = a.office_code)
  AND (a.commune_code IS NULL OR p.commune_code = a.commune_code)
  AND (a.programme_code IS NULL OR p.programme_code = a.programme_code)
  AND (a.branch_code IS NULL OR p.branch_code = a.branch_code)
