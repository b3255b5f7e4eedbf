-- doc: The deposit plan of the year by union: the increase planned and the change since the start of the year, the balance planned and the balance. The plan is that of the place asked
--   for; of everything, that of all or the sum of the branches; the total has a plan of its own. No rows where a programme is asked for: deposits belong to none.
-- grain: a row per union; 00 is the total of the unions shown
-- vi: Thực hiện kế hoạch tiền gửi
-- en: Deposit plan
-- units: đồng, fraction
WITH plan AS (
  SELECT
    p.union_code, p.measure,
    CASE WHEN any_value(coalesce(a.commune_code, a.office_code, a.branch_code)) IS NULL
      THEN coalesce(sum(p.amount) FILTER (p.unit_code = '00'), sum(p.amount) FILTER (p.unit_code IN (SELECT branch_code FROM dim.branch)))
      ELSE sum(p.amount) FILTER (p.unit_code = coalesce(a.commune_code, a.office_code, a.branch_code)) END AS planned
  FROM dim.plan_target p
  JOIN meta.asked a ON p.period_start = a.year_start AND p.period_end = make_date(year(a.as_of), 12, 31)
  WHERE p.programme_code = '00' AND p.measure IN ('deposit_increase', 'deposit_balance')
  GROUP BY ALL
)
SELECT
  d.as_of, d.union_code, d.union_name,
  i.planned AS increase_planned, d.balance_change, d.balance_change::DOUBLE / nullif(i.planned, 0)::DOUBLE AS increase_completion,
  b.planned AS balance_planned, d.balance, d.balance::DOUBLE / nullif(b.planned, 0)::DOUBLE AS balance_completion
FROM scoped.deposits_by_union d
CROSS JOIN meta.asked a
LEFT JOIN plan i ON i.measure = 'deposit_increase' AND i.union_code = CASE d.union_code WHEN '00' THEN coalesce(a.union_code, '00') ELSE d.union_code END
LEFT JOIN plan b ON b.measure = 'deposit_balance' AND b.union_code = CASE d.union_code WHEN '00' THEN coalesce(a.union_code, '00') ELSE d.union_code END
WHERE a.programme_code IS NULL
