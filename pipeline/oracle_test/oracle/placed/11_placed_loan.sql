-- doc: loans with debt in the scope, once for each row that they count in, as placed_way
-- grain: kind of place, code, union_code, as_of, contract_no
SELECT k.kind, k.code, u.union_code, l.as_of, l.contract_no, l.outstanding, l.overdue, l.days_past_due
FROM open_loan l
JOIN kept_day USING (as_of)
JOIN placed_scope s ON l.union_code = coalesce(s.union_code, l.union_code) AND l.office_code = coalesce(s.office_code, l.office_code)
  AND l.programme_code = coalesce(s.programme_code, l.programme_code) AND l.branch_code = coalesce(s.branch_code, l.branch_code)
  AND (s.commune_code IS NULL OR l.commune_code = s.commune_code)
CROSS JOIN LATERAL (VALUES ('office', l.office_code), ('office', '00'), ('commune', coalesce(l.commune_code, '')), ('commune', '00')) k(kind, code)
CROSS JOIN LATERAL (VALUES (l.union_code), ('00')) u(union_code)
WHERE l.union_code IN (SELECT union_code FROM union_list)
