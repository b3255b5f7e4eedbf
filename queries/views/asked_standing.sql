-- doc: Groups with debt in the scope asked for, on the day (moment = 'day'), at the month-end before ('month') and on the day that changes are measured against ('base'): debt of
--   the group over all branches asked for, score and rating. With a programme: its loans alone.
-- grain: a row per moment and group
WITH at_day AS (
  SELECT 'day' AS moment, as_of FROM meta.asked
  UNION ALL
  SELECT 'month', d.as_of FROM meta.as_of d JOIN meta.asked a ON d.as_of = (date_trunc('month', a.as_of) - INTERVAL 1 DAY)::DATE
  UNION ALL
  SELECT 'base', base_on FROM meta.asked WHERE base_on IS NOT NULL
),
part AS (
  SELECT m.as_of, m.group_code, m.union_code, m.commune_code, m.office_code, m.branch_code, m.outstanding, m.overdue, m.households_with_debt AS households
  FROM indicator.group_month m
  WHERE m.group_code <> '' AND m.outstanding > 0 AND getvariable('programme_code')::VARCHAR IS NULL
  UNION ALL
  SELECT m.as_of, m.group_code, m.union_code, m.commune_code, m.office_code, m.branch_code, sum(m.outstanding), sum(m.overdue), count(DISTINCT m.customer_code)
  FROM fact.loan_month m
  WHERE m.group_code IS NOT NULL AND m.outstanding > 0 AND m.programme_code = getvariable('programme_code')::VARCHAR
    AND m.as_of >= coalesce(make_date(year(getvariable('as_of')::DATE) - 1, 12, 31), DATE '0001-01-01')
    AND m.as_of <= coalesce(getvariable('as_of')::DATE, DATE '9999-12-31')
  GROUP BY ALL
)
SELECT
  d.moment, p.group_code, p.union_code, p.commune_code, sum(p.outstanding) AS outstanding, sum(p.overdue) AS overdue,
  sum(p.overdue) > 0 AS is_overdue, sum(p.overdue) * 100 > sum(p.outstanding) * 2 AS over_2pct, any_value(r.score) AS score, any_value(r.rating) AS rating
FROM at_day d
JOIN part p USING (as_of)
SEMI JOIN meta.shown_union u USING (union_code)
LEFT JOIN meta.group_rating r ON r.as_of = p.as_of AND r.group_code = p.group_code
WHERE (getvariable('union_code')::VARCHAR IS NULL OR p.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR p.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR p.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR p.branch_code = getvariable('branch_code')::VARCHAR)
GROUP BY d.moment, p.group_code, p.union_code, p.commune_code
