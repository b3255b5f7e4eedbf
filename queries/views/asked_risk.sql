-- doc: Outstanding of the scope asked for by how long its oldest unpaid instalment is past due, up to the day asked for, by place and union, as trend.par has it.
-- grain: a row per as-of day, office, commune and union
SELECT
  m.as_of, m.office_code, coalesce(m.commune_code, '') AS commune_code, m.union_code,
  sum(m.outstanding) AS outstanding, count(*) AS loans,
  sum(m.overdue) AS overdue, count(*) FILTER (m.overdue > 0) AS overdue_loans,
  coalesce(sum(m.outstanding) FILTER (m.days_past_due >= 1), 0) AS par_1, count(*) FILTER (m.days_past_due >= 1) AS par_1_loans,
  coalesce(sum(m.outstanding) FILTER (m.days_past_due > 30), 0) AS par_30, count(*) FILTER (m.days_past_due > 30) AS par_30_loans,
  coalesce(sum(m.outstanding) FILTER (m.days_past_due > 90), 0) AS par_90, count(*) FILTER (m.days_past_due > 90) AS par_90_loans,
  coalesce(sum(m.outstanding) FILTER (m.days_past_due > 180), 0) AS par_180, count(*) FILTER (m.days_past_due > 180) AS par_180_loans
FROM fact.loan_month m
JOIN meta.asked a ON m.as_of <= a.as_of
WHERE m.outstanding > 0 AND m.union_code IN (SELECT union_code FROM meta.shown_union)
  AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
GROUP BY ALL
