-- doc: Entrustment fees as the rules give them, per commune and union, for the month and from 1 January, and the commune's share beside what it was paid. The difference, paid less due, is
--   explained: by tier, what is due less for overdue debt and paid nevertheless; by base, all else: other interest, other months, mistakes. No rows with a programme: the fee is computed on all.
-- grain: a row per commune and union; 00 is the total of the rows shown
-- vi: Phí ủy thác phải chi và đã chi theo xã
-- en: Entrustment fees due and paid by commune
-- units: đồng, percent
WITH due AS (
  SELECT
    f.commune_code, f.union_code,
    sum(f.base) FILTER (f.as_of = a.as_of) AS base_month, sum(f.fee) FILTER (f.as_of = a.as_of) AS fee_month,
    max(f.percent) FILTER (f.as_of = a.as_of) AS percent,
    sum(f.base) AS base_year, sum(f.fee) AS fee_year, sum(f.full_fee - f.fee) AS tier_loss,
    sum(f.central) AS central, sum(f.province) AS province, sum(f.district) AS district, sum(f.commune) AS commune, sum(f.full_commune) AS full_commune
  FROM indicator.fee_month f
  JOIN meta.asked a ON f.as_of BETWEEN a.year_start AND a.as_of
  GROUP BY ALL
),
paid AS (
  SELECT p.unit_code AS commune_code, p.union_code, sum(p.amount) AS paid
  FROM dim.fee_payment p
  JOIN meta.asked a ON p.paid_on BETWEEN a.year_start AND a.as_of
  WHERE p.kind = 'entrustment_fee' AND p.unit_level = 'commune'
  GROUP BY ALL
),
both_sides AS (
  SELECT * FROM due FULL JOIN paid USING (commune_code, union_code)
),
part AS (
  SELECT
    f.commune_code, f.union_code, f.percent,
    coalesce(f.base_month, 0) AS base_month, coalesce(f.fee_month, 0) AS fee_month, coalesce(f.base_year, 0) AS base_year, coalesce(f.fee_year, 0) AS fee_year,
    coalesce(f.tier_loss, 0) AS tier_loss, coalesce(f.central, 0) AS central, coalesce(f.province, 0) AS province, coalesce(f.district, 0) AS district, coalesce(f.commune, 0) AS commune,
    coalesce(f.paid, 0) AS paid, coalesce(f.paid, 0) - coalesce(f.commune, 0) AS difference,
    coalesce(f.full_commune, 0) - coalesce(f.commune, 0) AS by_tier, coalesce(f.paid, 0) - coalesce(f.full_commune, 0) AS by_base
  FROM both_sides f
  CROSS JOIN meta.asked a
  LEFT JOIN meta.asked_commune c ON c.commune_code = f.commune_code
  WHERE a.programme_code IS NULL AND f.union_code IN (SELECT union_code FROM meta.shown_union)
    AND (a.union_code IS NULL OR f.union_code = a.union_code)
    AND (a.commune_code IS NULL OR f.commune_code = a.commune_code)
    AND (a.office_code IS NULL OR c.office_code = a.office_code)
    AND (a.branch_code IS NULL OR c.branch_code = a.branch_code)
),
figures AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    CASE WHEN grouping(commune_code) = 0 AND grouping(union_code) = 0 THEN max(percent) END AS percent,
    sum(COLUMNS(* EXCLUDE (commune_code, union_code, percent)))
  FROM part
  GROUP BY CUBE (commune_code, union_code)
)
SELECT
  a.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, u.union_code, u.union_name, f.percent,
  coalesce(COLUMNS(f.* EXCLUDE (commune_code, union_code, percent)), 0)
FROM meta.asked a
CROSS JOIN figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
WHERE a.programme_code IS NULL
