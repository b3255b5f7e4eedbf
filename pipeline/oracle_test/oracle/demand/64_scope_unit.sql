-- doc: what of it is asked for
-- grain: level, code
SELECT p.level, p.code FROM scope_place p CROSS JOIN asked a
WHERE (a.office_code IS NULL OR p.office_code = a.office_code) AND (a.commune_code IS NULL OR p.commune_code = a.commune_code) AND (a.branch_code IS NULL OR p.branch_code = a.branch_code)
