-- doc: the unions that reports may show: those of mass_organisation but direct lending, and unassigned
-- grain: union_code
SELECT union_code, name_vi, name_en FROM src.mass_organisation WHERE union_code NOT IN ('98', '99')
UNION ALL
SELECT '98', 'Chưa xác định', 'Unassigned'
