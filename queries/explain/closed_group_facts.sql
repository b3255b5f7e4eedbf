-- doc: Groups closed from first_on to last_on and merged into another, where the indicators of the month have them; the amount is 1.
-- grain: a row per group
SELECT group_code, union_code, commune_code, closed_on, merged_into, 1::BIGINT AS amount
FROM dim.savings_group g
WHERE closed_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE AND merged_into IS NOT NULL
  AND CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND (coalesce(getvariable('row_commune'), getvariable('row_office'), getvariable('row_branch')) IS NULL OR EXISTS (
    SELECT 1
    FROM indicator.group_month m
    WHERE m.group_code = g.group_code AND last_day(m.as_of) = last_day(g.closed_on) AND m.groups_consolidated > 0
      AND (getvariable('row_commune') IS NULL OR m.commune_code = getvariable('row_commune')::VARCHAR)
      AND (getvariable('row_office') IS NULL OR m.office_code = getvariable('row_office')::VARCHAR)
      AND (getvariable('row_branch') IS NULL OR m.branch_code = getvariable('row_branch')::VARCHAR)))
