-- doc: Every other figure of the published yearly report. The value is raw: đồng, a count, or a fraction for keys that end in _pct;
--   the exact quotient of integers, rounded half away from zero to 12 decimals. NULL when it cannot be had: a base day before the ledger, a denominator of zero, no plan.
--   Sums are over the unions shown, 98 included; flows run from 1 January.
-- grain: a row per as-of day and key
-- vi: Các chỉ tiêu chính
-- en: Headline figures
-- units: dong, count, ratio
WITH month_stocks AS (
  SELECT
    r.as_of,
    coalesce(sum(m.deposit_groups), 0) AS deposit_groups,
    coalesce(sum(m.use_check_due), 0) AS use_check_due,
    coalesce(sum(m.use_check_in_time), 0) AS use_check_in_time
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  WHERE r.union_code = '00'
  GROUP BY ALL
),
month_flows AS (
  SELECT
    r.as_of,
    coalesce(sum(m.lending_turns), 0) AS lending_turns,
    coalesce(sum(m.disbursed), 0) AS disbursed,
    coalesce(sum(m.groups_consolidated), 0) AS groups_consolidated
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of BETWEEN r.year_start AND r.as_of AND m.union_code = r.part_code
  WHERE r.union_code = '00'
  GROUP BY ALL
),
direct AS (
  SELECT a.as_of, coalesce(sum(m.outstanding), 0) AS outstanding
  FROM meta.as_of a
  LEFT JOIN indicator.nation_month m ON m.as_of = a.as_of AND m.union_code = '99'
  GROUP BY ALL
),
plan AS (
  SELECT
    a.as_of,
    coalesce(
      sum(p.amount) FILTER (p.unit_code = '00'),
      sum(p.amount) FILTER (p.unit_code IN (SELECT branch_code FROM dim.branch))) AS deposit_increase
  FROM meta.as_of a
  JOIN dim.plan_target p ON p.period_start = a.year_start AND p.period_end = make_date(year(a.as_of), 12, 31)
  WHERE p.measure = 'deposit_increase' AND p.union_code = '00' AND p.programme_code = '00'
  GROUP BY ALL
),
risk AS (
  SELECT
    a.as_of,
    coalesce(sum(h.decided_loans) FILTER (h.measure = 'write_off'), 0) AS decided_loans,
    coalesce(sum(h.decided_principal) FILTER (h.measure = 'write_off'), 0) AS decided_principal,
    coalesce(sum(h.pending_loans) FILTER (h.measure = 'write_off'), 0) AS pending_loans,
    coalesce(sum(h.pending_principal) FILTER (h.measure = 'write_off'), 0) AS pending_principal,
    count(DISTINCT h.round_code) AS rounds
  FROM meta.as_of a
  LEFT JOIN report.risk_handling h ON h.as_of = a.as_of
  GROUP BY ALL
),
training AS (
  SELECT a.as_of, coalesce(sum(t.attendees), 0) AS attendees
  FROM meta.as_of a
  LEFT JOIN report.trainings t ON t.as_of = a.as_of
  GROUP BY ALL
),
wide AS (
  SELECT
    a.as_of,
    (SELECT count(*) FROM dim.transaction_office) AS offices,
    o.groups::HUGEINT AS groups, o.households::HUGEINT AS households, o.outstanding::HUGEINT AS outstanding, o.overdue::HUGEINT AS overdue,
    o.groups_change::HUGEINT AS groups_change, o.outstanding_change::HUGEINT AS outstanding_change,
    d.members, d.savers, d.balance, d.balance_change, d.deposits_in, d.deposits_out,
    g.good, g.fair, g.average, g.weak, g.average_change, g.weak_change,
    w.small, w.overdue AS overdue_groups, w.over_2pct, w.overdue_change AS overdue_groups_change, w.over_2pct_change,
    i.districts, i.communes, i.groups AS inspected_groups, i.households AS inspected_households,
    f.entrustment_fee, f.group_commission,
    s.deposit_groups, s.use_check_due, s.use_check_in_time,
    m.lending_turns, m.disbursed, m.groups_consolidated,
    x.outstanding AS direct_outstanding,
    p.deposit_increase,
    k.decided_loans, k.decided_principal, k.pending_loans, k.pending_principal, k.rounds,
    t.attendees
  FROM meta.as_of a
  JOIN report.outstanding_by_union o ON o.as_of = a.as_of AND o.union_code = '00'
  JOIN report.deposits_by_union d ON d.as_of = a.as_of AND d.union_code = '00'
  JOIN report.ratings_by_union g ON g.as_of = a.as_of AND g.union_code = '00'
  JOIN report.watch_groups_by_union w ON w.as_of = a.as_of AND w.union_code = '00'
  JOIN report.inspections_by_union i ON i.as_of = a.as_of AND i.union_code = '00' AND i.by_level = 'total'
  JOIN report.fees_by_union f ON f.as_of = a.as_of AND f.union_code = '00'
  JOIN month_stocks s ON s.as_of = a.as_of
  JOIN month_flows m ON m.as_of = a.as_of
  JOIN direct x ON x.as_of = a.as_of
  LEFT JOIN plan p ON p.as_of = a.as_of
  JOIN risk k ON k.as_of = a.as_of
  JOIN training t ON t.as_of = a.as_of
)
SELECT as_of, key, unit, meta.exact_quotient(a, b) AS value
FROM (SELECT as_of, unnest(meta.headline_figures(wide), recursive := true) FROM wide)
