-- doc: Inspections from 1 January to the day asked for, by the union asked for: of a place those of offices, communes, groups and households that lie in it on the day; a household lies where its group
--   does. Of a programme they are those of everything.
-- grain: a row per inspection
WITH target AS (
  SELECT 'district' AS target_level, office_code AS target_code, office_code, NULL AS commune_code, branch_code FROM dim.transaction_office
  UNION ALL
  SELECT 'commune', commune_code, office_code, commune_code, branch_code FROM meta.asked_commune
  UNION ALL
  SELECT 'group', group_code, office_code, commune_code, branch_code FROM meta.asked_place
  UNION ALL
  SELECT 'household', c.customer_code, p.office_code, p.commune_code, p.branch_code FROM meta.asked_customer c JOIN meta.asked_place p USING (group_code) WHERE c.wanted = 'visit'
),
visit AS (
  SELECT i.inspection_id, i.union_code, i.by_level, i.target_level, i.target_code, i.inspected_on
  FROM dim.inspection i
  JOIN meta.asked a ON i.inspected_on BETWEEN a.year_start AND a.as_of
  WHERE getvariable('union_code')::VARCHAR IS NULL OR i.union_code = getvariable('union_code')::VARCHAR
)
-- The first conditions are constants, which spare one of the two.
SELECT v.* FROM visit v
WHERE coalesce(getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR, getvariable('branch_code')::VARCHAR) IS NULL
UNION ALL
SELECT v.* FROM visit v
JOIN target t ON t.target_level = v.target_level AND t.target_code = v.target_code
WHERE coalesce(getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR, getvariable('branch_code')::VARCHAR) IS NOT NULL
  AND (getvariable('office_code')::VARCHAR IS NULL OR t.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR t.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR t.branch_code = getvariable('branch_code')::VARCHAR)
