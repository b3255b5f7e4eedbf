-- doc: The union rows of reports on each as-of day, with the unions that each row adds up: itself, and all shown unions for the total 00.
--   98 is always here; a report leaves it out on days without a figure. 99, direct lending, never is.
-- grain: a row per as-of day, union row and union that it adds up
WITH shown AS (
  SELECT union_code, name_vi, name_en FROM dim.mass_organisation WHERE union_code NOT IN ('98', '99')
  UNION ALL
  SELECT '98', 'Chưa xác định', 'Unassigned'
)
SELECT a.as_of, a.year_start, a.base_on, s.union_code, s.name_vi, s.name_en, s.union_code AS part_code
FROM meta.as_of a, shown s
UNION ALL
SELECT a.as_of, a.year_start, a.base_on, '00', 'Tổng cộng', 'Total', s.union_code
FROM meta.as_of a, shown s
