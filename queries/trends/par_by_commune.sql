-- doc: Portfolio at risk per commune and union of the scope asked for, by amount and by count, beside the overdue (NQH) ratio; defined as in par.
-- grain: a row per as-of day of the facts kept, commune and union with a loan; 00 is the total of the rows shown
-- vi: Dư nợ có rủi ro (PAR) và tỷ lệ nợ quá hạn theo xã
-- en: Portfolio at risk beside the overdue ratio by commune
-- units: đồng, loans, fraction
WITH figures AS (
  SELECT
    as_of,
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (as_of, office_code, commune_code, union_code)))
  FROM meta.asked_risk
  GROUP BY GROUPING SETS ((as_of, commune_code, union_code), (as_of, commune_code), (as_of, union_code), (as_of))
)
SELECT
  f.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, f.union_code, u.union_name, f.* EXCLUDE (as_of, commune_code, union_code),
  f.overdue::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS overdue_ratio,
  f.overdue_loans::DOUBLE / nullif(f.loans, 0)::DOUBLE AS overdue_loans_ratio,
  f.par_1::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS par_1_ratio,
  f.par_1_loans::DOUBLE / nullif(f.loans, 0)::DOUBLE AS par_1_loans_ratio,
  f.par_30::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS par_30_ratio,
  f.par_30_loans::DOUBLE / nullif(f.loans, 0)::DOUBLE AS par_30_loans_ratio,
  f.par_90::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS par_90_ratio,
  f.par_90_loans::DOUBLE / nullif(f.loans, 0)::DOUBLE AS par_90_loans_ratio,
  f.par_180::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS par_180_ratio,
  f.par_180_loans::DOUBLE / nullif(f.loans, 0)::DOUBLE AS par_180_loans_ratio,
  f.loans < s.loans OR f.outstanding < s.amount AS small_base
FROM figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
CROSS JOIN meta.small_base s
