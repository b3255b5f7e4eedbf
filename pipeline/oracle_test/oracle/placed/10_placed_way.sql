-- doc: ways of loans in the scope, once for each row that they count in: of their place and of all, of their union and of all
-- grain: kind of place, code, union_code, as_of, contract_no
SELECT k.kind, k.code, u.union_code, w.as_of, w.contract_no, w.opening, w.closing, w.from_state, w.to_state
FROM way w
JOIN contract_place p ON p.as_of = w.as_of AND p.contract_no = w.contract_no
JOIN placed_scope s ON w.union_code = coalesce(s.union_code, w.union_code) AND p.office_code = coalesce(s.office_code, p.office_code)
  AND p.programme_code = coalesce(s.programme_code, p.programme_code) AND p.branch_code = coalesce(s.branch_code, p.branch_code)
  AND (s.commune_code IS NULL OR p.commune_code = s.commune_code)
CROSS JOIN LATERAL (VALUES ('office', p.office_code), ('office', '00'), ('commune', coalesce(p.commune_code, '')), ('commune', '00')) k(kind, code)
CROSS JOIN LATERAL (VALUES (w.union_code), ('00')) u(union_code)
WHERE w.union_code IN (SELECT union_code FROM union_list)
