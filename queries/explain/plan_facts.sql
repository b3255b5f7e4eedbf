-- doc: Targets of the year for the increase of deposits, of the row's union and the programme asked for: those of the place asked for; of everything those of the whole, else those of the branches.
-- grain: a row per target
WITH target AS (
  SELECT p.unit_code, p.period_start, p.period_end, p.measure, p.amount, coalesce(a.commune_code, a.office_code, a.branch_code) AS place
  FROM dim.plan_target p
  JOIN meta.asked a ON p.period_start = a.year_start AND p.period_end = make_date(year(a.as_of), 12, 31)
  WHERE p.measure = 'deposit_increase' AND p.union_code = coalesce(getvariable('row_union')::VARCHAR, '00') AND p.programme_code = coalesce(a.programme_code, '00')
)
SELECT unit_code, period_start, period_end, measure, amount
FROM target
WHERE CASE
  WHEN place IS NOT NULL THEN unit_code = place
  WHEN (SELECT bool_or(unit_code = '00') FROM target) THEN unit_code = '00'
  ELSE unit_code IN (SELECT branch_code FROM dim.branch) END
