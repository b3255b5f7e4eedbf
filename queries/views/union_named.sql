-- doc: The unions that reports show, by their names: those of mass_organisation but direct lending, 98 unassigned, and the total 00.
-- grain: a row per union
SELECT union_code, name_vi, name_en FROM dim.mass_organisation WHERE union_code NOT IN ('98', '99')
UNION ALL
VALUES ('98', 'Chưa xác định', 'Unassigned'), ('00', 'Tổng cộng', 'Total')
