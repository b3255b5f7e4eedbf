-- doc: Entrusted loans of the day and scope asked for, of the unions that reports show.
-- grain: a row per contract of fact.loan_month on the day
SELECT m.*
FROM fact.loan_month m
JOIN meta.asked a ON m.as_of = a.as_of
WHERE m.union_code <> '99' AND m.union_code IN (SELECT union_code FROM meta.shown_union)
  -- A constant, which spares reading other days; the join says the same of the day that is taken when none is asked for.
  AND (getvariable('as_of')::DATE IS NULL OR m.as_of = getvariable('as_of')::DATE)
  AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
