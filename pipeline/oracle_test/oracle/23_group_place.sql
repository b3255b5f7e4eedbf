-- doc: union, commune, office and branch of every group
-- grain: as_of, group_code
SELECT d.as_of, g.group_code, g.union_code, g.commune_code, p.office_code, o.branch_code
FROM day d CROSS JOIN src.savings_group g
LEFT JOIN commune_office p ON p.as_of = d.as_of AND p.commune_code = g.commune_code
LEFT JOIN src.transaction_office o ON o.office_code = p.office_code
