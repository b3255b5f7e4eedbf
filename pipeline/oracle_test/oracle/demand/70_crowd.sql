-- doc: groups within what is asked, with their members; none when a programme is asked for
-- grain: group_code
SELECT p.group_code, p.union_code, p.commune_code, coalesce(n.name, p.commune_code) AS commune_name, g.village, g.established_on, g.merged_into,
  g.established_on <= a.as_of AND coalesce(g.closed_on > a.as_of, true) AS open,
  (SELECT count(*) FROM member m WHERE m.as_of = a.as_of AND m.group_code = p.group_code) AS members
FROM asked a JOIN group_place p ON p.as_of = a.as_of JOIN src.savings_group g ON g.group_code = p.group_code
LEFT JOIN label n ON n.kind = 'commune' AND n.key = p.commune_code
WHERE a.programme_code IS NULL AND p.union_code IN (SELECT union_code FROM union_list)
  AND (a.union_code IS NULL OR p.union_code = a.union_code) AND (a.office_code IS NULL OR p.office_code = a.office_code) AND (a.commune_code IS NULL OR p.commune_code = a.commune_code)
  AND (a.branch_code IS NULL OR p.branch_code = a.branch_code)
