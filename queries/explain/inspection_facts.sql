-- doc: Inspection visits of the year and scope asked for up to the day, of the target level that measure names; the level total is province and district. The amount is 1.
-- grain: a row per visit
SELECT inspection_id, inspected_on, union_code, by_level, target_level, target_code, 1::BIGINT AS amount
FROM meta.asked_visit
WHERE CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND CASE WHEN coalesce(getvariable('row_by_level')::VARCHAR, 'total') = 'total' THEN by_level IN ('province', 'district') ELSE by_level = getvariable('row_by_level')::VARCHAR END
  AND target_level = CASE getvariable('measure')::VARCHAR
    WHEN 'visits_districts' THEN 'district' WHEN 'visits_communes' THEN 'commune' WHEN 'visits_groups' THEN 'group' WHEN 'visits_households' THEN 'household' END
