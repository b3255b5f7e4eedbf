-- doc: Monthly series of every measure of every savings group of the scope asked for, up to the day asked for; defined as in series.
--   Without a scope it is long: a branch has thousands of groups. A programme cannot be asked for: groups are not kept by programme.
-- grain: a row per as-of day, branch, group, union and indicator; without a group the code is empty
-- vi: Chuỗi số liệu theo tháng của tổ
-- en: Monthly series of groups
-- units: fraction
WITH measured AS (
  SELECT m.* EXCLUDE (commune_code, office_code, score)
  FROM indicator.group_month m, meta.asked a
  WHERE m.union_code <> '99' AND a.programme_code IS NULL AND m.as_of <= a.as_of
    AND m.union_code = coalesce(a.union_code, m.union_code) AND m.office_code = coalesce(a.office_code, m.office_code)
    AND m.commune_code = coalesce(a.commune_code, m.commune_code) AND m.branch_code = coalesce(a.branch_code, m.branch_code)
),
summed AS (
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
),
keyed AS MATERIALIZED (
  SELECT row_number() OVER () AS key, branch_code, group_code, union_code
  FROM (SELECT DISTINCT branch_code, group_code, union_code FROM summed)
),
wide AS (
  SELECT k.key, v.* EXCLUDE (branch_code, group_code, union_code)
  FROM summed v
  JOIN keyed k USING (branch_code, group_code, union_code)
),
long AS (
  SELECT v.key * 1000 + m.no AS series, v.as_of, v.value
  FROM (UNPIVOT wide ON COLUMNS(* EXCLUDE (key, as_of)) INTO NAME indicator VALUE value) v
  JOIN meta.measure m USING (indicator)
  WHERE v.value <> 0
),
dense AS (
  SELECT s.series, d.as_of, coalesce(l.value, 0) AS value, d.as_of = last_day(d.as_of) AS whole
  FROM (SELECT DISTINCT series FROM long) s
  CROSS JOIN (SELECT d.as_of FROM meta.as_of d, meta.asked a WHERE d.as_of <= a.as_of) d
  LEFT JOIN long l ON l.series = s.series AND l.as_of = d.as_of
),
compared AS (
  SELECT
    *,
    lag(value) OVER months AS month_before,
    CASE WHEN whole THEN lag(value, 12) OVER months END AS year_before,
    lag(value, month(as_of)) OVER months AS december,
    sum(value) OVER (months ROWS month(as_of) - 1 PRECEDING) AS this_year,
    CASE WHEN whole AND count(*) OVER months >= 12 + month(as_of) THEN sum(value) OVER (months ROWS BETWEEN month(as_of) + 11 PRECEDING AND 12 PRECEDING) END AS last_year,
    CASE WHEN whole AND count(*) OVER months >= 12 THEN sum(value) OVER (months ROWS 11 PRECEDING) END AS twelve
  FROM dense
  WINDOW months AS (PARTITION BY series ORDER BY as_of)
),
-- What a kind of figure is compared with, and what it comes to in the year.
based AS (
  SELECT
    c.as_of, c.series // 1000 AS key, m.indicator, m.kind, m.unit, c.value, c.twelve,
    CASE WHEN m.kind = 'stock' OR (m.kind <> 'year' AND c.whole) THEN c.month_before END AS month_before,
    c.year_before,
    CASE m.kind WHEN 'stock' THEN c.december WHEN 'flow' THEN c.last_year END AS year_base,
    CASE m.kind WHEN 'stock' THEN c.value - c.december WHEN 'flow' THEN c.this_year END AS ytd,
    CASE m.kind WHEN 'stock' THEN c.value - c.december WHEN 'flow' THEN c.this_year - c.last_year END AS ytd_change
  FROM compared c
  JOIN meta.measure m ON m.no = c.series % 1000
)
-- + 0: nothing over something negative would be -0.
SELECT
  b.as_of, k.branch_code, k.group_code, k.union_code, b.indicator, b.kind, b.unit, b.value,
  b.value - b.month_before AS mom_change,
  (b.value - b.month_before)::DOUBLE / nullif(b.month_before, 0)::DOUBLE + 0 AS mom_growth,
  b.value - b.year_before AS yoy_change,
  (b.value - b.year_before)::DOUBLE / nullif(b.year_before, 0)::DOUBLE + 0 AS yoy_growth,
  b.ytd::BIGINT AS ytd,
  b.ytd_change::DOUBLE / nullif(b.year_base, 0)::DOUBLE + 0 AS ytd_growth,
  CASE WHEN b.kind = 'flow' THEN b.twelve END::BIGINT AS rolling_sum,
  CASE WHEN b.kind = 'stock' THEN b.twelve::DOUBLE / 12::DOUBLE END + 0 AS rolling_mean,
  coalesce(least(nullif(abs(b.month_before), 0), nullif(abs(b.year_before), 0), nullif(abs(b.year_base), 0)) < CASE WHEN b.unit = 'đồng' THEN s.amount ELSE s.loans END, false) AS small_base
FROM based b
JOIN keyed k ON k.key = b.key
CROSS JOIN meta.small_base s
