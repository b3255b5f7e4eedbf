-- doc: members: customers with an open membership
-- grain: as_of, customer_code
SELECT c.as_of, c.customer_code, g.group_code, coalesce(g.union_code, '98') AS union_code, g.commune_code, g.office_code, g.branch_code
FROM customer_group c
LEFT JOIN group_place g ON g.as_of = c.as_of AND g.group_code = c.group_code
WHERE c.member
