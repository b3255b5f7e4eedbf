-- doc: where everything that is inspected, paid or agreed with lies on the day
-- grain: level, code
SELECT 'district' AS level, office_code AS code, office_code, NULL AS commune_code, branch_code FROM src.transaction_office
UNION ALL SELECT 'commune', p.commune_code, p.office_code, p.commune_code, o.branch_code FROM (SELECT as_of FROM asked) JOIN commune_office p USING (as_of) LEFT JOIN src.transaction_office o ON o.office_code = p.office_code
UNION ALL SELECT 'group', g.group_code, g.office_code, g.commune_code, g.branch_code FROM asked JOIN group_place g USING (as_of)
UNION ALL SELECT 'household', c.customer_code, g.office_code, g.commune_code, g.branch_code FROM (SELECT as_of FROM asked) JOIN customer_group c USING (as_of) JOIN group_place g USING (as_of, group_code)
