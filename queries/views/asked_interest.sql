-- doc: Loans of the day and scope asked for with unpaid interest older than three months, as indicator.interest_late_month has them, of the unions that reports show.
-- grain: a row per contract
SELECT m.*
FROM indicator.interest_late_month m
JOIN meta.asked a ON m.as_of = a.as_of
WHERE m.union_code IN (SELECT union_code FROM meta.shown_union)
  AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
