-- doc: Units with an agreement or a fee, and where they lie on the day asked for: districts at their office, communes, groups.
-- grain: a row per level and unit
SELECT 'district' AS unit_level, office_code AS unit_code, office_code, NULL AS commune_code, branch_code FROM dim.transaction_office
UNION ALL
SELECT 'commune', commune_code, office_code, commune_code, branch_code FROM meta.asked_commune
UNION ALL
SELECT 'group', group_code, office_code, commune_code, branch_code FROM meta.asked_place
