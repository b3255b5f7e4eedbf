-- doc: Which way the loans of the scope asked for have gone since the month-end before, up to the day asked for, by place and union; states and amounts as in trend.migration.
-- grain: a row per as-of day, office, commune, union and pair of states
SELECT
  m.as_of, m.office_code, m.commune_code, m.union_code, m.from_state, m.to_state,
  count(*) AS loans,
  sum(CASE WHEN m.opening > 0 THEN m.opening ELSE m.outstanding END) AS amount,
  sum(greatest(m.outstanding, 0)) AS closing
FROM meta.loan_way m
JOIN meta.asked a ON m.as_of <= a.as_of
WHERE m.union_code IN (SELECT union_code FROM meta.shown_union)
  AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
GROUP BY ALL
