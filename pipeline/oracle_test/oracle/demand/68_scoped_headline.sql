-- doc: headline within what is asked, as exact quotients
-- grain: as_of, key
WITH scope AS (
  SELECT *, coalesce(commune_code, office_code, branch_code) AS place, coalesce(union_code, office_code, commune_code, programme_code, branch_code) IS NULL AS whole FROM asked
), everything AS (
  SELECT p.* FROM scope_pair p WHERE union_code = '00'
), flow AS (
  SELECT sum(disbursed) AS disbursed, sum(lending_turns) AS lending_turns FROM lent WHERE year
), kept AS (
  -- checks of loan use: of every contract so far, paid back or not
  SELECT count(*) FILTER (m.check_due) AS due, count(*) FILTER (m.check_due AND m.checked) AS in_time
  FROM scope a JOIN loan_month m USING (as_of)
  WHERE m.lending_method = '2' AND m.union_code IN (SELECT union_code FROM union_list) AND (a.union_code IS NULL OR m.union_code = a.union_code) AND (a.office_code IS NULL OR m.office_code = a.office_code)
    AND (a.commune_code IS NULL OR m.commune_code = a.commune_code) AND (a.programme_code IS NULL OR m.programme_code = a.programme_code) AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
), merger AS (
  SELECT count(*) AS n FROM scope a JOIN day d USING (as_of) JOIN day m ON m.as_of BETWEEN d.year_start AND d.as_of
  JOIN src.savings_group g ON g.closed_on BETWEEN m.month_start AND m.as_of AND g.merged_into IS NOT NULL
  JOIN group_place p ON p.as_of = m.as_of AND p.group_code = g.group_code
  WHERE (a.union_code IS NULL OR p.union_code = a.union_code) AND (a.office_code IS NULL OR p.office_code = a.office_code) AND (a.commune_code IS NULL OR p.commune_code = a.commune_code)
    AND (a.branch_code IS NULL OR p.branch_code = a.branch_code)
), total AS (
  SELECT p.* EXCLUDE (balance_b), f.deposits_in::HUGEINT AS deposits_in, f.deposits_out::HUGEINT AS deposits_out,
    coalesce(flow.disbursed, 0)::HUGEINT AS disbursed, coalesce(flow.lending_turns, 0)::HUGEINT AS lending_turns,
    CASE WHEN s.programme_code IS NULL THEN n END::HUGEINT AS groups_consolidated,
    CASE WHEN s.programme_code IS NULL OR coalesce(s.office_code, s.commune_code) IS NULL THEN due END::HUGEINT AS use_check_due,
    CASE WHEN s.programme_code IS NULL OR coalesce(s.office_code, s.commune_code) IS NULL THEN in_time END::HUGEINT AS use_check_in_time
  FROM everything p CROSS JOIN flow CROSS JOIN kept CROSS JOIN merger CROSS JOIN scope s LEFT JOIN scoped_deposits_by_union f ON f.union_code = '00'
), base AS (
  SELECT as_of, groups_b AS groups, households_b AS households, outstanding_b AS outstanding, overdue_b AS overdue, balance_b AS balance, good_b AS good, fair_b AS fair,
    average_b AS average, weak_b AS weak, small_b AS small, overdue_groups_b AS overdue_groups, over_2pct_b AS over_2pct
  FROM everything
), direct AS (
  SELECT a.as_of, CASE WHEN any_value(coalesce(a.union_code, a.commune_code)) IS NULL THEN coalesce(sum(m.outstanding), 0) END AS outstanding
  FROM scope a LEFT JOIN loan_month m ON m.as_of = a.as_of AND m.lending_method = '1' AND (a.office_code IS NULL OR m.office_code = a.office_code)
    AND (a.programme_code IS NULL OR m.programme_code = a.programme_code) AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
  GROUP BY a.as_of
), plan AS (
  SELECT d.as_of, CASE WHEN any_value(a.place) IS NULL
    THEN coalesce(sum(p.amount) FILTER (p.unit_code = '00'), sum(p.amount) FILTER (p.unit_code IN (SELECT branch_code FROM src.branch)))
    ELSE sum(p.amount) FILTER (p.unit_code = a.place) END AS planned
  FROM scope a JOIN day d USING (as_of) JOIN src.plan_target p ON p.period_start = d.year_start AND p.period_end = make_date(year(d.year_start), 12, 31)
  WHERE p.measure = 'deposit_increase' AND p.union_code = coalesce(a.union_code, '00') AND p.programme_code = coalesce(a.programme_code, '00')
  GROUP BY d.as_of
), risk AS (
  SELECT as_of, sum(decided_loans) FILTER (measure = 'write_off') AS decided, sum(decided_principal) FILTER (measure = 'write_off') AS decided_principal,
    sum(pending_loans) FILTER (measure = 'write_off') AS pending, sum(pending_principal) FILTER (measure = 'write_off') AS pending_principal,
    count(DISTINCT round_code) AS rounds
  FROM scoped_risk_handling GROUP BY as_of
), fees AS (
  SELECT as_of, entrustment_fee, group_commission FROM scoped_fees_by_union WHERE union_code = '00'
), visits AS (
  SELECT as_of, districts, communes, groups, households FROM scoped_inspections_by_union WHERE union_code = '00' AND by_level = 'total'
), trained AS (
  SELECT a.as_of, CASE WHEN any_value(a.whole) THEN coalesce(sum(attendees), 0) END AS attendees FROM scope a LEFT JOIN scoped_trainings t USING (as_of) GROUP BY a.as_of
), figure AS (
  SELECT t.as_of, unnest([
    {'key': 'district_offices', 'unit': 'count', 'num': (SELECT CASE WHEN any_value(coalesce(a.union_code, a.commune_code, a.programme_code)) IS NULL THEN count(o.office_code) END FROM scope a LEFT JOIN src.transaction_office o ON (a.office_code IS NULL OR o.office_code = a.office_code) AND (a.branch_code IS NULL OR o.branch_code = a.branch_code))::HUGEINT, 'den': 1::HUGEINT},
    {'key': 'lending_turns', 'unit': 'count', 'num': t.lending_turns, 'den': 1},
    {'key': 'disbursed', 'unit': 'dong', 'num': t.disbursed, 'den': 1},
    {'key': 'outstanding', 'unit': 'dong', 'num': t.outstanding, 'den': 1},
    {'key': 'outstanding_change', 'unit': 'dong', 'num': t.outstanding - b.outstanding, 'den': 1},
    {'key': 'entrusted_share_pct', 'unit': 'ratio', 'num': t.outstanding, 'den': t.outstanding + x.outstanding},
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
    {'key': 'trained', 'unit': 'count', 'num': n.attendees, 'den': 1},
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
