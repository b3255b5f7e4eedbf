-- doc: the days whose facts are in the warehouse: the last 25 calendar months
-- grain: as_of
SELECT as_of FROM day WHERE month_start >= (SELECT max(month_start) FROM day) - INTERVAL 24 MONTH
