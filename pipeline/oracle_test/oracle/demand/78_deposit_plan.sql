-- doc: deposit_plan
-- grain: as_of, union_code
WITH plan AS (
  SELECT p.union_code, p.measure, CASE WHEN max(coalesce(a.commune_code, a.office_code, a.branch_code)) IS NOT NULL THEN sum(CASE WHEN p.unit_code = coalesce(a.commune_code, a.office_code, a.branch_code) THEN p.amount END)
    ELSE coalesce(sum(CASE WHEN p.unit_code = '00' THEN p.amount END), sum(CASE WHEN p.unit_code IN (SELECT branch_code FROM src.branch) THEN p.amount END)) END AS planned
  FROM asked a JOIN day d USING (as_of) JOIN src.plan_target p ON p.period_start = d.year_start AND p.period_end = (d.year_start + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE AND p.programme_code = '00'
  GROUP BY p.union_code, p.measure
)
SELECT s.as_of, s.union_code, s.union_name, i.planned AS increase_planned, s.balance_change, CASE WHEN i.planned <> 0 THEN s.balance_change::DOUBLE / i.planned::DOUBLE END AS increase_completion,
  b.planned AS balance_planned, s.balance, CASE WHEN b.planned <> 0 THEN s.balance::DOUBLE / b.planned::DOUBLE END AS balance_completion
FROM scoped_deposits_by_union s CROSS JOIN asked a
LEFT JOIN plan i ON i.measure = 'deposit_increase' AND i.union_code = CASE WHEN s.union_code = '00' AND a.union_code IS NOT NULL THEN a.union_code ELSE s.union_code END
LEFT JOIN plan b ON b.measure = 'deposit_balance' AND b.union_code = CASE WHEN s.union_code = '00' AND a.union_code IS NOT NULL THEN a.union_code ELSE s.union_code END
WHERE a.programme_code IS NULL
