-- doc: overdue loans by days past due
-- grain: days
WITH band(days, low, high) AS (VALUES ('1-30', -1, 30), ('31-90', 30, 90), ('91-180', 90, 180), ('181-360', 180, 360), ('361+', 360, 1000000)),
late AS (
  SELECT * FROM loan_month
  WHERE as_of = $as_of::DATE AND overdue > 0 AND ($union::VARCHAR IS NULL OR union_code = $union::VARCHAR) AND ($commune::VARCHAR IS NULL OR commune_code = $commune::VARCHAR)
)
SELECT b.days, count(*) AS loans, sum(l.overdue) AS overdue, sum(l.outstanding) AS outstanding, sum(l.overdue)::DOUBLE / (SELECT sum(overdue) FROM late)::DOUBLE AS share
FROM band b JOIN late l ON l.days_past_due > b.low AND l.days_past_due <= b.high
GROUP BY b.days, b.low ORDER BY b.low
