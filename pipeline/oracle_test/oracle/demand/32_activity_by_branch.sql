-- doc: activity_by_branch
-- grain: as_of, branch_code, union_code
SELECT as_of, key AS branch_code, coalesce(name, key) AS branch_name, union_code, union_name,
  groups, households, outstanding, in_term, overdue, frozen, overdue_ratio, outstanding_change, overdue_change,
  disbursed_month, disbursed_year, collected_month, collected_year, interest_month, interest_year,
  deposit_balance, deposits_in_month, deposits_in_year, deposits_out_month, deposits_out_year
FROM figure WHERE kind = 'branch' AND ((key = '00' AND union_code = '00') OR coalesce(with_debt AND (outstanding <> 0 OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR outstanding_change <> 0 OR overdue_change <> 0), false) OR coalesce(with_turnover, false) OR coalesce(with_interest, false) OR coalesce(with_saving, false))
