-- doc: The as-of days that reports on demand answer for: the facts of their year so far, of the day that changes are measured against and of the month before that day, are kept in this file: January looks back three months.
--   latest: the last of them.
-- grain: a row per as-of day
WITH kept AS (
  SELECT least((SELECT min(as_of) FROM fact.loan_month), (SELECT min(as_of) FROM fact.deposit_month)) AS since
)
SELECT a.as_of, a.year_start, a.base_on, a.as_of = max(a.as_of) OVER () AS latest
FROM meta.as_of a, kept k, meta.run r
WHERE k.since IS NULL OR last_day(k.since) = last_day(r.first_posted_on) OR k.since <= a.base_on - INTERVAL 1 MONTH
