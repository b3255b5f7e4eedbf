-- doc: Targets of the year of last_on for the increase of deposits: those of the whole, else those of the branches.
-- grain: a row per target
WITH target AS (
  SELECT unit_code, period_start, period_end, measure, amount
  FROM dim.plan_target
  WHERE period_start = make_date(year(getvariable('last_on')::DATE), 1, 1) AND period_end = make_date(year(getvariable('last_on')::DATE), 12, 31)
    AND measure = 'deposit_increase' AND union_code = '00' AND programme_code = '00'
)
SELECT unit_code, period_start, period_end, measure, amount
FROM target
WHERE CASE WHEN (SELECT bool_or(unit_code = '00') FROM target) THEN unit_code = '00' ELSE unit_code IN (SELECT branch_code FROM dim.branch) END
