-- doc: The as-of days: every calendar month-end from the ledger's first month, and the run's day in the open month.
--   base_on is the last 31 December strictly before, the day that changes are measured against; NULL when it lies before the ledger's first day.
-- grain: a row per as-of day
SELECT
  as_of,
  date_trunc('year', as_of)::DATE AS year_start,
  CASE WHEN make_date(year(as_of) - 1, 12, 31) >= first_posted_on THEN make_date(year(as_of) - 1, 12, 31) END AS base_on
FROM (
  SELECT
    first_posted_on,
    least(
      last_day(unnest(generate_series(date_trunc('month', coalesce(first_posted_on, through))::TIMESTAMP, through::TIMESTAMP, INTERVAL 1 MONTH))::DATE),
      through) AS as_of
  FROM meta.run
)
