-- doc: Agreements in force on the day last_on, of the level that measure names; units are what is counted. The amount is 1.
-- grain: a row per agreement
SELECT agreement_id, union_code, unit_level, unit_code, signed_on, ended_on, 1::BIGINT AS amount
FROM dim.agreement
WHERE signed_on <= getvariable('last_on')::DATE AND (ended_on IS NULL OR ended_on > getvariable('last_on')::DATE)
  AND CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND unit_level = CASE getvariable('measure')::VARCHAR WHEN 'agreed_districts' THEN 'district' WHEN 'agreed_communes' THEN 'commune' END
