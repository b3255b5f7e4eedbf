-- doc: Monthly series of the ratios and averages of every commune and union of the scope asked for, up to the day asked for; defined as in ratios.
--   A programme or an office cannot be asked for: communes are not kept by either.
-- grain: a row per as-of day, branch, commune, union and ratio; 00 is the total of the unions, left out when one is asked for
-- vi: Chuỗi tỷ lệ theo tháng của xã và hội
-- en: Monthly series of ratios of communes and unions
-- units: fraction, basis points
WITH summed AS MATERIALIZED (
  SELECT * FROM meta.asked_commune_month
),
days AS (
  SELECT d.as_of, d.base_on
  FROM meta.as_of d, meta.asked a
  WHERE d.as_of <= a.as_of
),
whole AS (
  SELECT as_of, sum(outstanding) AS entrusted
  FROM indicator.nation_month
  WHERE union_code <> '99'
  GROUP BY as_of
),
-- Written off in the year times the month-ends from December on, over the sum of their outstandings.
place AS (
  SELECT p.branch_code, p.commune_code, p.union_code, d.as_of, d.base_on, coalesce(v.outstanding, 0) AS outstanding, coalesce(v.written_off, 0) AS written_off
  FROM (SELECT DISTINCT branch_code, commune_code, union_code FROM summed WHERE outstanding <> 0) p
  CROSS JOIN days d
  LEFT JOIN summed v ON v.as_of = d.as_of AND v.branch_code = p.branch_code AND v.commune_code = p.commune_code AND v.union_code = p.union_code
),
write_off AS (
  SELECT
    as_of, branch_code, commune_code, union_code, 'write_off_ratio' AS indicator, 'fraction' AS unit, false AS counted,
    sum(written_off) OVER (months ROWS month(as_of) - 1 PRECEDING) * (month(as_of) + 1) AS n,
    CASE WHEN base_on IS NOT NULL THEN sum(outstanding) OVER (months ROWS month(as_of) PRECEDING) END AS d
  FROM place
  WINDOW months AS (PARTITION BY branch_code, commune_code, union_code ORDER BY as_of)
),
named AS (
  SELECT v.as_of, v.branch_code, v.commune_code, v.union_code, unnest([
      {indicator: 'overdue_ratio', unit: 'fraction', n: overdue, d: outstanding, counted: false},
      {indicator: 'bad_debt_ratio', unit: 'fraction', n: overdue + frozen, d: outstanding, counted: false},
      {indicator: 'par_1_ratio', unit: 'fraction', n: par_1, d: outstanding, counted: false},
      {indicator: 'par_30_ratio', unit: 'fraction', n: par_30, d: outstanding, counted: false},
      {indicator: 'par_90_ratio', unit: 'fraction', n: par_90, d: outstanding, counted: false},
      {indicator: 'par_180_ratio', unit: 'fraction', n: par_180, d: outstanding, counted: false},
      {indicator: 'overdue_loans_ratio', unit: 'fraction', n: overdue_loans, d: loans, counted: true},
      {indicator: 'par_1_loans_ratio', unit: 'fraction', n: par_1_loans, d: loans, counted: true},
      {indicator: 'par_30_loans_ratio', unit: 'fraction', n: par_30_loans, d: loans, counted: true},
      {indicator: 'par_90_loans_ratio', unit: 'fraction', n: par_90_loans, d: loans, counted: true},
      {indicator: 'par_180_loans_ratio', unit: 'fraction', n: par_180_loans, d: loans, counted: true},
      {indicator: 'inactive_ratio', unit: 'fraction', n: inactive, d: outstanding, counted: false},
      {indicator: 'forgotten_ratio', unit: 'fraction', n: forgotten_amount, d: outstanding, counted: false},
      {indicator: 'use_checked_ratio', unit: 'fraction', n: use_check_in_time, d: use_check_due, counted: true},
      {indicator: 'collection_rate', unit: 'fraction', n: interest_paid, d: interest_due, counted: false},
      {indicator: 'due_collection_rate', unit: 'fraction', n: due_collected, d: due_principal, counted: false},
      {indicator: 'due_collection_rate_ytd', unit: 'fraction', n: due_collected_ytd, d: due_principal_ytd, counted: false},
      {indicator: 'participation', unit: 'fraction', n: savers, d: members, counted: true},
      {indicator: 'regular_saver_ratio', unit: 'fraction', n: regular_savers, d: members, counted: true},
      {indicator: 'one_time_saver_ratio', unit: 'fraction', n: one_time_savers, d: members, counted: true},
      {indicator: 'deposit_groups_ratio', unit: 'fraction', n: deposit_groups, d: groups_with_debt, counted: true},
      {indicator: 'savings_ratio', unit: 'fraction', n: deposit_balance, d: outstanding, counted: false},
      {indicator: 'small_groups_ratio', unit: 'fraction', n: small_groups, d: groups_with_debt, counted: true},
      {indicator: 'overdue_groups_ratio', unit: 'fraction', n: overdue_groups, d: groups_with_debt, counted: true},
      {indicator: 'over_2pct_groups_ratio', unit: 'fraction', n: over_2pct_groups, d: groups_with_debt, counted: true},
      {indicator: 'rating_good_ratio', unit: 'fraction', n: rating_good, d: groups_with_debt, counted: true},
      {indicator: 'rating_fair_ratio', unit: 'fraction', n: rating_fair, d: groups_with_debt, counted: true},
      {indicator: 'rating_average_ratio', unit: 'fraction', n: rating_average, d: groups_with_debt, counted: true},
      {indicator: 'rating_weak_ratio', unit: 'fraction', n: rating_weak, d: groups_with_debt, counted: true},
      {indicator: 'rating_unrated_ratio', unit: 'fraction', n: rating_unrated, d: groups_with_debt, counted: true},
      {indicator: 'households_per_group', unit: 'households', n: households_with_debt, d: groups_with_debt, counted: true},
      {indicator: 'outstanding_per_group', unit: 'đồng', n: outstanding, d: groups_with_debt, counted: true},
      {indicator: 'outstanding_per_household', unit: 'đồng', n: outstanding, d: households_with_debt, counted: true},
      {indicator: 'deposits_per_member', unit: 'đồng', n: deposit_balance, d: members, counted: true},
      {indicator: 'share', unit: 'fraction', n: outstanding, d: 1, counted: false}
    ], recursive := true)
  FROM summed v
  UNION ALL BY NAME
  SELECT * FROM write_off
),
keyed AS MATERIALIZED (
  SELECT row_number() OVER () AS series, *
  FROM (SELECT DISTINCT branch_code, commune_code, union_code, indicator, unit, counted FROM named WHERE d <> 0 AND n IS NOT NULL)
),
dense AS (
  SELECT
    k.series, d.as_of, coalesce(p.n, 0)::HUGEINT AS n, d.as_of = last_day(d.as_of) AS whole,
    coalesce(CASE k.indicator WHEN 'share' THEN w.entrusted ELSE p.d END, 0)::HUGEINT AS d
  FROM keyed k
  CROSS JOIN days d
  LEFT JOIN whole w ON w.as_of = d.as_of
  LEFT JOIN (SELECT k.series, v.as_of, v.n, v.d FROM named v JOIN keyed k USING (branch_code, commune_code, union_code, indicator)) p ON p.series = k.series AND p.as_of = d.as_of
),
compared AS (
  SELECT
    *,
    lag(n) OVER months AS n_before, lag(d) OVER months AS d_before,
    lag(n, 12) OVER months AS n_year, lag(d, 12) OVER months AS d_year,
    lag(n, month(as_of)) OVER months AS n_december, lag(d, month(as_of)) OVER months AS d_december,
    sum(n) OVER (months ROWS 11 PRECEDING) AS n_twelve, sum(d) OVER (months ROWS 11 PRECEDING) AS d_twelve,
    count(*) OVER months AS number
  FROM dense
  WINDOW months AS (PARTITION BY series ORDER BY as_of)
),
-- A comparison that cannot be made has no denominator.
based AS (
  SELECT
    c.* EXCLUDE (d_before, d_year, d_twelve),
    k.* EXCLUDE (series),
    CASE WHEN k.unit = 'fraction' THEN 10000 ELSE 1 END AS points,
    CASE WHEN k.indicator <> 'due_collection_rate_ytd' AND (c.whole OR k.indicator NOT IN ('collection_rate', 'due_collection_rate')) THEN c.d_before END AS d_before,
    CASE WHEN c.whole THEN c.d_year END AS d_year,
    CASE WHEN c.whole AND c.number >= 12 AND k.indicator NOT IN ('due_collection_rate', 'due_collection_rate_ytd', 'write_off_ratio') THEN c.d_twelve END AS d_twelve
  FROM compared c
  JOIN keyed k USING (series)
)
-- + 0: nothing over something negative would be -0.
SELECT
  b.as_of, b.branch_code, b.commune_code, b.union_code, b.indicator, b.unit,
  b.n::DOUBLE / nullif(b.d, 0)::DOUBLE + 0 AS value,
  ((b.n * b.d_before - b.n_before * b.d) * b.points)::DOUBLE / nullif(b.d * b.d_before, 0)::DOUBLE + 0 AS mom_change,
  ((b.n * b.d_year - b.n_year * b.d) * b.points)::DOUBLE / nullif(b.d * b.d_year, 0)::DOUBLE + 0 AS yoy_change,
  ((b.n * b.d_december - b.n_december * b.d) * b.points)::DOUBLE / nullif(b.d * b.d_december, 0)::DOUBLE + 0 AS ytd_change,
  b.n_twelve::DOUBLE / nullif(b.d_twelve, 0)::DOUBLE + 0 AS rolling,
  coalesce(least(nullif(abs(b.d), 0), nullif(abs(b.d_before), 0), nullif(abs(b.d_year), 0), nullif(abs(b.d_december), 0)) < CASE WHEN b.counted THEN s.loans ELSE s.amount END, true) AS small_base
FROM based b, meta.small_base s
