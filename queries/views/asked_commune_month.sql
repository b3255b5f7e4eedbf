-- doc: Every measure of every commune and union of the scope asked for, up to the day asked for, with the sums over the classes of debt. A programme or an office cannot be asked for: communes are not kept by either.
-- grain: a row per as-of day, branch, commune and union; 00 is the total of the unions, left out when one is asked for
WITH measured AS (
  SELECT
    m.as_of, m.branch_code, m.commune_code, CASE WHEN grouping(m.union_code) = 1 THEN '00' ELSE m.union_code END AS union_code,
    sum(COLUMNS(m.* EXCLUDE (as_of, branch_code, commune_code, union_code)))::BIGINT
  FROM indicator.commune_month m, meta.asked a
  WHERE m.union_code <> '99' AND a.programme_code IS NULL AND a.office_code IS NULL AND m.as_of <= a.as_of
    AND m.union_code = coalesce(a.union_code, m.union_code) AND m.commune_code = coalesce(a.commune_code, m.commune_code) AND m.branch_code = coalesce(a.branch_code, m.branch_code)
  GROUP BY GROUPING SETS ((m.as_of, m.branch_code, m.commune_code, m.union_code), (m.as_of, m.branch_code, m.commune_code))
  HAVING grouping(m.union_code) = 0 OR any_value(a.union_code) IS NULL
)
SELECT
  *,
  unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest,
  inactive_3 + inactive_6 + inactive_12 AS inactive,
  inactive_3_loans + inactive_6_loans + inactive_12_loans AS inactive_loans,
  brought_forward_in_term + brought_forward_overdue + brought_forward_frozen AS brought_forward,
  collected_in_term + collected_overdue + collected_frozen AS collected,
  rebooked_in_term + rebooked_overdue + rebooked_frozen AS rebooked,
  written_off_in_term + written_off_overdue + written_off_frozen AS written_off,
  in_term_to_overdue + frozen_to_overdue AS moved_to_overdue,
  in_term_to_frozen + overdue_to_frozen AS moved_to_frozen,
  interest_brought_in_term + interest_brought_overdue AS interest_brought,
  interest_due_in_term + interest_due_overdue AS interest_due,
  interest_paid_in_term + interest_paid_overdue AS interest_paid,
  interest_waived_in_term + interest_waived_overdue AS interest_waived
FROM measured
