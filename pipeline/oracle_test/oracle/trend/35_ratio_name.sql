-- doc: the ratios: what is added up above and below, what they are in, and what is compared and rolled up
-- grain: indicator
SELECT * FROM (VALUES
  ('overdue_ratio', 'fraction', ['overdue'], 'outstanding'), ('bad_debt_ratio', 'fraction', ['overdue', 'frozen'], 'outstanding'),
  ('par_1_ratio', 'fraction', ['par_1'], 'outstanding'), ('par_30_ratio', 'fraction', ['par_30'], 'outstanding'), ('par_90_ratio', 'fraction', ['par_90'], 'outstanding'), ('par_180_ratio', 'fraction', ['par_180'], 'outstanding'),
  ('overdue_loans_ratio', 'fraction', ['overdue_loans'], 'loans'), ('par_1_loans_ratio', 'fraction', ['par_1_loans'], 'loans'), ('par_30_loans_ratio', 'fraction', ['par_30_loans'], 'loans'),
  ('par_90_loans_ratio', 'fraction', ['par_90_loans'], 'loans'), ('par_180_loans_ratio', 'fraction', ['par_180_loans'], 'loans'),
  ('inactive_ratio', 'fraction', ['inactive'], 'outstanding'), ('forgotten_ratio', 'fraction', ['forgotten_amount'], 'outstanding'), ('use_checked_ratio', 'fraction', ['use_check_in_time'], 'use_check_due'),
  ('collection_rate', 'fraction', ['interest_paid'], 'interest_due'), ('due_collection_rate', 'fraction', ['due_collected'], 'due_principal'), ('due_collection_rate_ytd', 'fraction', ['due_collected_ytd'], 'due_principal_ytd'),
  ('participation', 'fraction', ['savers'], 'members'), ('regular_saver_ratio', 'fraction', ['regular_savers'], 'members'), ('one_time_saver_ratio', 'fraction', ['one_time_savers'], 'members'),
  ('deposit_groups_ratio', 'fraction', ['deposit_groups'], 'groups_with_debt'), ('savings_ratio', 'fraction', ['deposit_balance'], 'outstanding'),
  ('small_groups_ratio', 'fraction', ['small_groups'], 'groups_with_debt'), ('overdue_groups_ratio', 'fraction', ['overdue_groups'], 'groups_with_debt'), ('over_2pct_groups_ratio', 'fraction', ['over_2pct_groups'], 'groups_with_debt'),
  ('rating_good_ratio', 'fraction', ['rating_good'], 'groups_with_debt'), ('rating_fair_ratio', 'fraction', ['rating_fair'], 'groups_with_debt'), ('rating_average_ratio', 'fraction', ['rating_average'], 'groups_with_debt'),
  ('rating_weak_ratio', 'fraction', ['rating_weak'], 'groups_with_debt'), ('rating_unrated_ratio', 'fraction', ['rating_unrated'], 'groups_with_debt'),
  ('households_per_group', 'households', ['households_with_debt'], 'groups_with_debt'), ('outstanding_per_group', 'đồng', ['outstanding'], 'groups_with_debt'),
  ('outstanding_per_household', 'đồng', ['outstanding'], 'households_with_debt'), ('deposits_per_member', 'đồng', ['deposit_balance'], 'members'),
  ('share', 'fraction', ['outstanding'], ''), ('entrusted_share', 'fraction', ['outstanding'], ''), ('write_off_ratio', 'fraction', [], '')
) r(indicator, unit, above, below)
