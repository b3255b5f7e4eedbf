-- doc: headline figures as numerator over denominator, exact; the reader divides and rounds half away from zero
-- grain: as_of, key
WITH total AS (
  SELECT as_of, sum(COLUMNS(* EXCLUDE (as_of, union_code, base_on, has_base)))::HUGEINT FROM union_stat GROUP BY as_of
), base AS (
  SELECT as_of, sum(COLUMNS(* EXCLUDE (as_of, union_code)))::HUGEINT FROM union_base GROUP BY as_of
), direct AS (
  SELECT as_of, outstanding FROM nation_month WHERE union_code = '99'
), plan AS (
  SELECT d.as_of,
    coalesce(sum(p.amount) FILTER (p.unit_code = '00'), sum(p.amount) FILTER (p.unit_code IN (SELECT branch_code FROM src.branch))) AS planned
  FROM day d JOIN src.plan_target p ON p.period_start = d.year_start AND p.period_end = make_date(year(d.year_start), 12, 31)
  WHERE p.measure = 'deposit_increase' AND p.union_code = '00' AND p.programme_code = '00'
  GROUP BY d.as_of
), risk AS (
  SELECT as_of, sum(decided_loans) FILTER (measure = 'write_off') AS decided, sum(decided_principal) FILTER (measure = 'write_off') AS decided_principal,
    sum(pending_loans) FILTER (measure = 'write_off') AS pending, sum(pending_principal) FILTER (measure = 'write_off') AS pending_principal,
    count(DISTINCT round_code) AS rounds
  FROM risk_handling GROUP BY as_of
), fees AS (
  SELECT as_of, entrustment_fee, group_commission FROM fees_by_union WHERE union_code = '00'
), visits AS (
  SELECT as_of, districts, communes, groups, households FROM inspections_by_union WHERE union_code = '00' AND by_level = 'total'
), trained AS (
  SELECT as_of, sum(attendees) AS attendees FROM trainings GROUP BY as_of
), figure AS (
  SELECT t.as_of, unnest([
    {'key': 'district_offices', 'unit': 'count', 'num': (SELECT count(*) FROM src.transaction_office)::HUGEINT, 'den': 1::HUGEINT},
    {'key': 'lending_turns', 'unit': 'count', 'num': t.lending_turns, 'den': 1},
    {'key': 'disbursed', 'unit': 'dong', 'num': t.disbursed, 'den': 1},
    {'key': 'outstanding', 'unit': 'dong', 'num': t.outstanding, 'den': 1},
    {'key': 'outstanding_change', 'unit': 'dong', 'num': t.outstanding - b.outstanding, 'den': 1},
    {'key': 'entrusted_share_pct', 'unit': 'ratio', 'num': t.outstanding, 'den': t.outstanding + coalesce(x.outstanding, 0)},
    {'key': 'households_per_group', 'unit': 'count', 'num': t.households, 'den': t.groups},
    {'key': 'outstanding_per_group', 'unit': 'dong', 'num': t.outstanding, 'den': t.groups},
    {'key': 'outstanding_per_group_change', 'unit': 'dong', 'num': t.outstanding * b.groups - b.outstanding * t.groups, 'den': t.groups * b.groups},
    {'key': 'writeoff_loans_decided', 'unit': 'count', 'num': coalesce(r.decided, 0), 'den': 1},
    {'key': 'writeoff_principal_decided', 'unit': 'dong', 'num': coalesce(r.decided_principal, 0), 'den': 1},
    {'key': 'writeoff_loans_pending', 'unit': 'count', 'num': coalesce(r.pending, 0), 'den': 1},
    {'key': 'writeoff_principal_pending', 'unit': 'dong', 'num': coalesce(r.pending_principal, 0), 'den': 1},
    {'key': 'deposits_in', 'unit': 'dong', 'num': t.deposits_in, 'den': 1},
    {'key': 'deposits_out', 'unit': 'dong', 'num': t.deposits_out, 'den': 1},
    {'key': 'deposit_balance', 'unit': 'dong', 'num': t.balance, 'den': 1},
    {'key': 'deposit_change', 'unit': 'dong', 'num': t.balance - b.balance, 'den': 1},
    {'key': 'deposit_members', 'unit': 'count', 'num': t.savers, 'den': 1},
    {'key': 'deposit_members_pct', 'unit': 'ratio', 'num': t.savers, 'den': t.members},
    {'key': 'deposit_groups_pct', 'unit': 'ratio', 'num': t.deposit_groups, 'den': t.groups},
    {'key': 'deposit_plan_pct', 'unit': 'ratio', 'num': t.balance - b.balance, 'den': p.planned},
    {'key': 'rating_good', 'unit': 'count', 'num': t.good, 'den': 1},
    {'key': 'rating_fair', 'unit': 'count', 'num': t.fair, 'den': 1},
    {'key': 'rating_average', 'unit': 'count', 'num': t.average, 'den': 1},
    {'key': 'rating_average_change', 'unit': 'count', 'num': t.average - b.average, 'den': 1},
    {'key': 'rating_weak', 'unit': 'count', 'num': t.weak, 'den': 1},
    {'key': 'rating_weak_change', 'unit': 'count', 'num': t.weak - b.weak, 'den': 1},
    {'key': 'groups_consolidated', 'unit': 'count', 'num': t.groups_consolidated, 'den': 1},
    {'key': 'groups_overdue', 'unit': 'count', 'num': t.overdue_groups, 'den': 1},
    {'key': 'groups_overdue_change', 'unit': 'count', 'num': t.overdue_groups - b.overdue_groups, 'den': 1},
    {'key': 'groups_overdue_gt2pct', 'unit': 'count', 'num': t.over_2pct, 'den': 1},
    {'key': 'groups_overdue_gt2pct_change', 'unit': 'count', 'num': t.over_2pct - b.over_2pct, 'den': 1},
    {'key': 'groups_lt20_households', 'unit': 'count', 'num': t.small, 'den': 1},
    {'key': 'trained', 'unit': 'count', 'num': coalesce(n.attendees, 0), 'den': 1},
    {'key': 'entrustment_fee_paid', 'unit': 'dong', 'num': f.entrustment_fee, 'den': 1},
    {'key': 'group_commission_paid', 'unit': 'dong', 'num': f.group_commission, 'den': 1},
    {'key': 'rating_good_pct', 'unit': 'ratio', 'num': t.good, 'den': t.groups},
    {'key': 'rating_fair_pct', 'unit': 'ratio', 'num': t.fair, 'den': t.groups},
    {'key': 'rating_average_pct', 'unit': 'ratio', 'num': t.average, 'den': t.groups},
    {'key': 'rating_weak_pct', 'unit': 'ratio', 'num': t.weak, 'den': t.groups},
    {'key': 'groups_overdue_pct', 'unit': 'ratio', 'num': t.overdue_groups, 'den': t.groups},
    {'key': 'groups_overdue_gt2pct_pct', 'unit': 'ratio', 'num': t.over_2pct, 'den': t.groups},
    {'key': 'overdue_total_mvnd', 'unit': 'dong', 'num': t.overdue, 'den': 1},
    {'key': 'risk_rounds', 'unit': 'count', 'num': coalesce(r.rounds, 0), 'den': 1},
    {'key': 'inspections_district', 'unit': 'count', 'num': v.districts, 'den': 1},
    {'key': 'inspections_commune', 'unit': 'count', 'num': v.communes, 'den': 1},
    {'key': 'inspections_group', 'unit': 'count', 'num': v.groups, 'den': 1},
    {'key': 'inspections_household', 'unit': 'count', 'num': v.households, 'den': 1},
    {'key': 'use_checked_in_time_pct', 'unit': 'ratio', 'num': t.use_check_in_time, 'den': t.use_check_due}], max_depth := 2)
  FROM total t
  JOIN base b USING (as_of)
  LEFT JOIN direct x USING (as_of)
  LEFT JOIN plan p USING (as_of)
  LEFT JOIN risk r USING (as_of)
  LEFT JOIN fees f USING (as_of)
  LEFT JOIN visits v USING (as_of)
  LEFT JOIN trained n USING (as_of)
)
SELECT as_of, "key",
  -- one unit in the twelfth decimal, half away from zero, from the exact integers
  CASE WHEN den <> 0 AND num IS NOT NULL THEN
    CASE WHEN (num < 0) = (den < 0) THEN 1 ELSE -1 END * ((2 * abs(num) * 1000000000000 + abs(den)) // (2 * abs(den)))
  END::HUGEINT AS value_e12,
  unit
FROM figure
