-- doc: Agreements in force on the day last_on, of the level that measure names; units are what is counted. The amount is 1.
-- grain: a row per agreement
SELECT g.agreement_id, g.union_code, g.unit_level, g.unit_code, g.signed_on, g.ended_on, 1::BIGINT AS amount
FROM dim.agreement g
LEFT JOIN meta.asked_unit u USING (unit_level, unit_code)
WHERE g.signed_on <= getvariable('last_on')::DATE AND (g.ended_on IS NULL OR g.ended_on > getvariable('last_on')::DATE)
  AND CASE WHEN getvariable('row_union') IS NULL THEN g.union_code IN (SELECT union_code FROM meta.shown_union) ELSE g.union_code = getvariable('row_union')::VARCHAR END
  AND g.unit_level = CASE getvariable('measure')::VARCHAR WHEN 'agreed_districts' THEN 'district' WHEN 'agreed_communes' THEN 'commune' END
  AND (getvariable('row_office') IS NULL OR u.office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_commune') IS NULL OR u.commune_code = getvariable('row_commune')::VARCHAR)
  AND (getvariable('row_branch') IS NULL OR u.branch_code = getvariable('row_branch')::VARCHAR)
