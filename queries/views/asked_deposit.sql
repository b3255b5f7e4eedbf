-- doc: Member deposits of the day and scope asked for, as meta.asked_loan has loans. Deposits belong to no programme: with one in the scope there are none.
-- grain: a row per as-of day and customer of fact.deposit_month
SELECT
  m.*,
  m.as_of = a.as_of AS today,
  m.as_of BETWEEN a.year_start AND a.as_of AS in_year,
  coalesce(m.as_of = a.base_on, false) AS at_base
FROM fact.deposit_month m, meta.asked a
WHERE getvariable('programme_code')::VARCHAR IS NULL
  -- Constants, which spare reading other years and leave DuckDB a fair guess at the rows; the flags say the same of the day that is taken when none is asked for.
  AND m.as_of >= coalesce(make_date(year(getvariable('as_of')::DATE) - 1, 12, 31), DATE '0001-01-01')
  AND m.as_of <= coalesce(getvariable('as_of')::DATE, DATE '9999-12-31')
  AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
  AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
  AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
  AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
