-- doc: deposits within what is asked, of the day and of the year so far; none when a programme is asked for
-- grain: as_of, customer_code
SELECT m.*, m.as_of = d.as_of AS now, m.as_of >= d.year_start AS year
FROM asked a
JOIN day d USING (as_of)
JOIN deposit_month m ON m.as_of BETWEEN d.year_start AND d.as_of
WHERE a.programme_code IS NULL AND m.union_code IN (SELECT union_code FROM union_list)
  AND m.union_code = coalesce(a.union_code, m.union_code)
  AND m.office_code = coalesce(a.office_code, m.office_code)
  AND (a.commune_code IS NULL OR m.commune_code = a.commune_code)
  AND m.branch_code = coalesce(a.branch_code, m.branch_code)
