-- doc: Memberships that are open on the day last_on; the amount is 1.
-- grain: a row per member
WITH open AS (
  SELECT m.customer_code, max(m.group_code) AS group_code
  FROM dim.group_membership m
  WHERE m.valid_from <= getvariable('last_on')::DATE AND (m.valid_to IS NULL OR m.valid_to > getvariable('last_on')::DATE)
  GROUP BY m.customer_code
),
placed AS (
  SELECT o.customer_code, o.group_code, coalesce(g.union_code, '98') AS union_code, coalesce(g.commune_code, '') AS commune_code, c.office_code, c.branch_code
  FROM open o
  LEFT JOIN dim.savings_group g USING (group_code)
  LEFT JOIN meta.asked_commune c ON c.commune_code = g.commune_code
)
SELECT customer_code, group_code, union_code, commune_code, 1::BIGINT AS amount
FROM placed
WHERE CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND (getvariable('row_commune') IS NULL OR commune_code = getvariable('row_commune')::VARCHAR)
  AND (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
  AND (getvariable('row_group') IS NULL OR group_code = getvariable('row_group')::VARCHAR)
