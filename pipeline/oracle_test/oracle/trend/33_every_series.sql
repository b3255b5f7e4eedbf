-- doc: what series says of every level, groups and communes by union included
-- grain: as_of, level, branch_code, code, union_code, indicator
WITH typed AS (
  SELECT *,
    CASE WHEN indicator LIKE 'due\_%\_ytd' ESCAPE '\' THEN 'year' WHEN indicator LIKE 'due\_%' ESCAPE '\' THEN 'period'
      WHEN regexp_matches(indicator, '^(in_term|overdue|frozen|outstanding|unpaid_interest.*|loans|households_with_debt|groups_with_debt|.*_loans|par_.*|inactive.*|forgotten_.*|use_check_.*|members|savers|.*_savers|deposit_balance|deposit_groups|small_groups|overdue_groups|over_2pct_groups|rating_.*)$')
      THEN 'stock' ELSE 'flow' END AS kind,
    CASE WHEN regexp_matches(indicator, '^(households_with_debt)$') THEN 'households'
      WHEN regexp_matches(indicator, '^(groups_with_debt|deposit_groups|small_groups|overdue_groups|over_2pct_groups|rating_.*|groups_consolidated)$') THEN 'groups'
      WHEN regexp_matches(indicator, '^(members|savers|.*_savers)$') THEN 'members'
      WHEN indicator = 'lending_turns' THEN 'turns'
      WHEN regexp_matches(indicator, '^(loans|.*_loans|forgotten_transfers|use_check_.*)$') THEN 'loans' ELSE 'đồng' END AS unit
  FROM compared
), based AS (
  SELECT *,
    CASE WHEN kind = 'stock' OR (closed AND kind <> 'year') THEN was END AS month_base,
    CASE kind WHEN 'stock' THEN was_december WHEN 'flow' THEN last_year END AS year_base
  FROM typed
)
SELECT as_of, level, branch_code, code, union_code, indicator, kind, unit, value,
  value - month_base AS mom_change, CASE WHEN month_base <> 0 THEN (value - month_base)::DOUBLE / month_base::DOUBLE + 0 END AS mom_growth,
  value - was_year AS yoy_change, CASE WHEN was_year <> 0 THEN (value - was_year)::DOUBLE / was_year::DOUBLE + 0 END AS yoy_growth,
  CASE kind WHEN 'stock' THEN value - was_december WHEN 'flow' THEN this_year END AS ytd,
  CASE WHEN year_base <> 0 THEN (if(kind = 'stock', value, this_year) - year_base)::DOUBLE / year_base::DOUBLE + 0 END AS ytd_growth,
  CASE WHEN kind = 'flow' THEN twelve END AS rolling_sum,
  CASE WHEN kind = 'stock' THEN twelve::DOUBLE / 12::DOUBLE + 0 END AS rolling_mean,
  len(list_filter([month_base, was_year, year_base], lambda b: b <> 0 AND abs(b) < if(unit = 'đồng', 100000000, 20))) > 0 AS small_base
FROM based
