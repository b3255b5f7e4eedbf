-- doc: Groups closed from first_on to last_on and merged into another; the amount is 1.
-- grain: a row per group
SELECT group_code, union_code, commune_code, closed_on, merged_into, 1::BIGINT AS amount
FROM dim.savings_group
WHERE closed_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE AND merged_into IS NOT NULL
  AND CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
