-- doc: The union rows of reports on each as-of day, with the unions that each row adds up: itself, and all shown unions for the total 00.
--   98 is always here; a report leaves it out on days without a figure. 99, direct lending, never is.
-- grain: a row per as-of day, union row and union that it adds up
SELECT a.as_of, a.year_start, a.base_on, s.union_code, s.name_vi, s.name_en, s.union_code AS part_code
FROM meta.as_of a, meta.union_named s
WHERE s.union_code <> '00'
UNION ALL
SELECT a.as_of, a.year_start, a.base_on, t.union_code, t.name_vi, t.name_en, s.union_code
FROM meta.as_of a, meta.union_named s, meta.union_named t
WHERE s.union_code <> '00' AND t.union_code = '00'
