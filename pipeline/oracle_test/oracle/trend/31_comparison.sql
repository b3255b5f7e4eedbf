-- doc: the days that a day is compared with; what lies before the first day is not there
-- grain: as_of
SELECT d.as_of, d.month_start, d.year_start, d.as_of = last_day(d.as_of) AS closed,
  (SELECT p.as_of FROM day p WHERE p.as_of = d.month_before) AS before,
  CASE WHEN closed THEN (SELECT p.as_of FROM day p WHERE p.as_of = last_day(d.month_start - INTERVAL 12 MONTH)) END AS year_before,
  (SELECT p.as_of FROM day p WHERE p.as_of = d.base_on) AS december,
  (SELECT list(p.as_of) FROM day p WHERE p.as_of BETWEEN d.year_start AND d.as_of) AS this_year,
  (SELECT list(p.as_of) FROM day p WHERE p.month_start BETWEEN d.year_start - INTERVAL 12 MONTH AND d.month_start - INTERVAL 12 MONTH) AS last_year,
  (SELECT list(p.as_of) FROM day p WHERE p.month_start BETWEEN d.month_start - INTERVAL 11 MONTH AND d.month_start) AS twelve,
  closed AND EXISTS (SELECT 1 FROM day p WHERE p.month_start = d.month_start - INTERVAL 11 MONTH) AS has_twelve,
  closed AND EXISTS (SELECT 1 FROM day p WHERE p.month_start = d.year_start - INTERVAL 12 MONTH) AS has_last_year
FROM day d
