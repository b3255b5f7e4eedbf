-- doc: What reports on demand answer: the variables as_of, union_code, office_code, commune_code, programme_code, branch_code and lang of the session.
--   Unset: the latest day, everything, Vietnamese. SET VARIABLE as_of = DATE '2020-06-30' asks for another day; one that has no row in meta.fact_day gives no answer.
-- grain: one row
SELECT
  d.as_of, d.year_start, d.base_on,
  getvariable('union_code')::VARCHAR AS union_code,
  getvariable('office_code')::VARCHAR AS office_code,
  getvariable('commune_code')::VARCHAR AS commune_code,
  getvariable('programme_code')::VARCHAR AS programme_code,
  getvariable('branch_code')::VARCHAR AS branch_code,
  coalesce(getvariable('lang')::VARCHAR, 'vi') AS lang
FROM meta.fact_day d
WHERE d.as_of = getvariable('as_of')::DATE OR getvariable('as_of')::DATE IS NULL AND d.latest
