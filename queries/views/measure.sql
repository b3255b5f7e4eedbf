-- doc: The figures that have a monthly series: every measure of the indicators, and sums over the classes of debt. A stock stands on a day, a flow belongs to a month; the figures of a period (the month) and of a year
--   (from 1 January) are computed for it and never added up over months.
-- grain: a row per figure
WITH named AS (
  SELECT column_name AS indicator, unit
  FROM meta.definition
  WHERE table_name = 'indicator.nation_month' AND column_name NOT IN ('as_of', 'union_code')
  UNION ALL
  SELECT unnest([
    'unpaid_interest', 'inactive', 'brought_forward', 'collected', 'rebooked', 'written_off', 'moved_to_overdue', 'moved_to_frozen',
    'interest_brought', 'interest_due', 'interest_paid', 'interest_waived']), 'đồng'
  UNION ALL
  SELECT 'inactive_loans', 'loans'
)
SELECT
  row_number() OVER (ORDER BY indicator) AS no, indicator, unit,
  CASE
    WHEN indicator IN ('due_principal', 'due_collected') THEN 'period'
    WHEN indicator IN ('due_principal_ytd', 'due_collected_ytd') THEN 'year'
    WHEN indicator IN (
      'disbursed', 'lending_turns', 'groups_consolidated', 'moved_in', 'moved_out',
      'deposits_brought_forward', 'deposits_in', 'deposits_out', 'deposits_moved_in', 'deposits_moved_out',
      'brought_forward', 'collected', 'rebooked', 'written_off', 'moved_to_overdue', 'moved_to_frozen',
      'interest_brought', 'interest_due', 'interest_paid', 'interest_waived',
      'brought_forward_in_term', 'brought_forward_overdue', 'brought_forward_frozen', 'collected_in_term', 'collected_overdue', 'collected_frozen',
      'rebooked_in_term', 'rebooked_overdue', 'rebooked_frozen', 'written_off_in_term', 'written_off_overdue', 'written_off_frozen',
      'in_term_to_overdue', 'in_term_to_frozen', 'overdue_to_in_term', 'overdue_to_frozen', 'frozen_to_in_term', 'frozen_to_overdue',
      'interest_brought_in_term', 'interest_brought_overdue', 'interest_due_in_term', 'interest_due_overdue',
      'interest_paid_in_term', 'interest_paid_overdue', 'interest_waived_in_term', 'interest_waived_overdue') THEN 'flow'
    ELSE 'stock' END AS kind
FROM named
