-- doc: headline in a scope. NULL: the number of offices where a union, commune or programme is asked for; members, deposits and mergers where a programme is; the entrusted share
--   where a union or commune is, for direct lending has none; trainings in any scope; the checks of loan use where a programme is asked for within a place.
--   The plan is that of the scope's own unit, union and programme; without one its completion is NULL.
-- grain: a row per key
WITH stat AS MATERIALIZED (
  SELECT moment, sum(COLUMNS(* EXCLUDE (moment, union_code))::HUGEINT) FROM meta.asked_stat GROUP BY moment
),
flow AS MATERIALIZED (
  SELECT sum(disbursed_year) AS disbursed, sum(turns_year) AS lending_turns, sum(deposits_in_year) AS deposits_in, sum(deposits_out_year) AS deposits_out FROM meta.asked_cell
),
-- Loans paid back count here, and facts do not keep them: the indicators do, by place or by programme.
checked AS (
  SELECT m.use_check_due, m.use_check_in_time, m.union_code
  FROM indicator.union_month m
  JOIN meta.asked a USING (as_of)
  WHERE a.office_code IS NULL AND a.commune_code IS NULL AND a.programme_code IS NULL
    AND (a.union_code IS NULL OR m.union_code = a.union_code)
    AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
  UNION ALL
  SELECT m.use_check_due, m.use_check_in_time, m.union_code
  FROM indicator.office_month m
  JOIN meta.asked a USING (as_of)
  WHERE m.office_code = a.office_code AND a.commune_code IS NULL AND a.programme_code IS NULL
    AND (a.union_code IS NULL OR m.union_code = a.union_code)
    AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
  UNION ALL
  SELECT m.use_check_due, m.use_check_in_time, m.union_code
  FROM indicator.group_month m
  JOIN meta.asked a USING (as_of)
  WHERE m.commune_code = a.commune_code AND a.programme_code IS NULL
    AND (a.union_code IS NULL OR m.union_code = a.union_code)
    AND (a.office_code IS NULL OR m.office_code = a.office_code)
    AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
  UNION ALL
  SELECT m.use_check_due, m.use_check_in_time, m.union_code
  FROM indicator.programme_month m
  JOIN meta.asked a USING (as_of)
  WHERE m.programme_code = a.programme_code AND a.office_code IS NULL AND a.commune_code IS NULL
    AND (a.union_code IS NULL OR m.union_code = a.union_code)
    AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
),
use_check AS (
  SELECT
    CASE WHEN getvariable('programme_code')::VARCHAR IS NULL OR coalesce(getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR) IS NULL
      THEN coalesce(sum(use_check_due), 0) END AS use_check_due,
    CASE WHEN getvariable('programme_code')::VARCHAR IS NULL OR coalesce(getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR) IS NULL
      THEN coalesce(sum(use_check_in_time), 0) END AS use_check_in_time
  FROM checked
  WHERE union_code IN (SELECT union_code FROM meta.shown_union)
),
merged AS (
  SELECT CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN coalesce(sum(m.groups_consolidated), 0) END AS groups_consolidated
  FROM meta.asked a
  JOIN indicator.group_month m
    ON m.as_of BETWEEN a.year_start AND a.as_of AND m.union_code IN (SELECT union_code FROM meta.shown_union)
    AND (a.union_code IS NULL OR m.union_code = a.union_code)
    AND (a.office_code IS NULL OR m.office_code = a.office_code)
    AND (a.commune_code IS NULL OR m.commune_code = a.commune_code)
    AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
),
direct AS (
  SELECT CASE WHEN coalesce(getvariable('union_code')::VARCHAR, getvariable('commune_code')::VARCHAR) IS NULL THEN coalesce(sum(m.in_term + m.overdue + m.frozen), 0) END AS outstanding
  FROM meta.asked a
  JOIN indicator.cell_month m
    ON m.as_of = a.as_of AND m.union_code = '99'
    AND (getvariable('as_of')::DATE IS NULL OR m.as_of = getvariable('as_of')::DATE)
    AND (a.office_code IS NULL OR m.office_code = a.office_code)
    AND (a.programme_code IS NULL OR m.programme_code = a.programme_code)
    AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
),
plan AS (
  SELECT
    CASE WHEN coalesce(getvariable('commune_code')::VARCHAR, getvariable('office_code')::VARCHAR, getvariable('branch_code')::VARCHAR) IS NULL
      THEN coalesce(sum(p.amount) FILTER (p.unit_code = '00'), sum(p.amount) FILTER (p.unit_code IN (SELECT branch_code FROM dim.branch)))
      ELSE sum(p.amount) FILTER (p.unit_code = coalesce(a.commune_code, a.office_code, a.branch_code)) END AS deposit_increase
  FROM meta.asked a
  JOIN dim.plan_target p
    ON p.period_start = a.year_start AND p.period_end = make_date(year(a.as_of), 12, 31) AND p.measure = 'deposit_increase'
    AND p.union_code = coalesce(a.union_code, '00') AND p.programme_code = coalesce(a.programme_code, '00')
),
risk_case AS MATERIALIZED (SELECT * FROM meta.asked_case),
risk AS (
  SELECT
    count(*) FILTER (measure = 'write_off' AND status = 'decided') AS decided_loans,
    coalesce(sum(principal) FILTER (measure = 'write_off' AND status = 'decided'), 0) AS decided_principal,
    count(*) FILTER (measure = 'write_off' AND status = 'pending') AS pending_loans,
    coalesce(sum(principal) FILTER (measure = 'write_off' AND status = 'pending'), 0) AS pending_principal,
    count(DISTINCT round_code) AS rounds
  FROM risk_case
  WHERE round_code IN (SELECT round_code FROM risk_case WHERE this_year)
),
inspected AS (
  SELECT
    CASE WHEN getvariable('programme_code')::VARCHAR IS NULL AND getvariable('commune_code')::VARCHAR IS NULL THEN count(*) FILTER (target_level = 'district') END AS districts,
    CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN count(*) FILTER (target_level = 'commune') END AS communes,
    CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN count(*) FILTER (target_level = 'group') END AS inspected_groups,
    CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN count(*) FILTER (target_level = 'household') END AS inspected_households
  FROM meta.asked_visit
  WHERE by_level IN ('province', 'district') AND union_code IN (SELECT union_code FROM meta.shown_union)
),
training AS (
  SELECT
    CASE WHEN coalesce(
      getvariable('union_code')::VARCHAR, getvariable('office_code')::VARCHAR, getvariable('commune_code')::VARCHAR, getvariable('programme_code')::VARCHAR, getvariable('branch_code')::VARCHAR
    ) IS NULL THEN coalesce(sum(attendees), 0) END AS attendees
  FROM scoped.trainings
),
offices AS (
  SELECT CASE WHEN coalesce(getvariable('union_code')::VARCHAR, getvariable('commune_code')::VARCHAR, getvariable('programme_code')::VARCHAR) IS NULL THEN count(o.office_code) END AS offices
  FROM meta.asked a
  JOIN dim.transaction_office o ON (a.office_code IS NULL OR o.office_code = a.office_code) AND (a.branch_code IS NULL OR o.branch_code = a.branch_code)
),
-- A row each, put together by aggregation: as a join of thirteen tables it took longer to plan than to run.
part AS (
  SELECT as_of FROM meta.asked
  UNION ALL BY NAME
  SELECT
    groups, households, outstanding, overdue, members, savers, balance, good, fair, average, weak, small, overdue_groups, over_2pct, deposit_groups
  FROM stat WHERE moment = 'day'
  UNION ALL BY NAME
  SELECT
    groups AS base_groups, outstanding AS base_outstanding, balance AS base_balance, average AS base_average, weak AS base_weak, overdue_groups AS base_overdue_groups, over_2pct AS base_over_2pct
  FROM stat WHERE moment = 'base'
  UNION ALL BY NAME
  SELECT * FROM flow
  UNION ALL BY NAME
  SELECT * FROM merged
  UNION ALL BY NAME
  SELECT * FROM inspected
  UNION ALL BY NAME
  SELECT entrustment_fee, group_commission FROM scoped.fees_by_union WHERE union_code = '00'
  UNION ALL BY NAME
  SELECT * FROM use_check
  UNION ALL BY NAME
  SELECT outstanding AS direct_outstanding FROM direct
  UNION ALL BY NAME
  SELECT * FROM plan
  UNION ALL BY NAME
  SELECT * FROM risk
  UNION ALL BY NAME
  SELECT * FROM training
  UNION ALL BY NAME
  SELECT * FROM offices
),
met AS (SELECT max(COLUMNS(*)) FROM part),
wide AS MATERIALIZED (
  SELECT
    as_of, offices,
    groups, households, outstanding, overdue, groups - base_groups AS groups_change, outstanding - base_outstanding AS outstanding_change,
    members, savers, balance, balance - base_balance AS balance_change, deposits_in, deposits_out,
    good, fair, average, weak, average - base_average AS average_change, weak - base_weak AS weak_change,
    small, overdue_groups, over_2pct, overdue_groups - base_overdue_groups AS overdue_groups_change, over_2pct - base_over_2pct AS over_2pct_change,
    districts, communes, inspected_groups, inspected_households,
    entrustment_fee, group_commission,
    deposit_groups, use_check_due, use_check_in_time,
    lending_turns, disbursed, groups_consolidated,
    direct_outstanding,
    deposit_increase,
    decided_loans, decided_principal, pending_loans, pending_principal, rounds,
    attendees
  FROM met
  WHERE as_of IS NOT NULL
)
SELECT as_of, key, unit, meta.exact_quotient(a, b) AS value
FROM (SELECT as_of, unnest(meta.headline_figures(w), recursive := true) FROM (SELECT as_of, wide AS w FROM wide))
