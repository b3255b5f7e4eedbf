-- doc: Portfolio at risk per union: the whole outstanding of loans whose oldest unpaid instalment is 1 day or more, over 30, 90 and 180 days past due, by amount and by
--   count, beside the overdue (NQH) ratio. They differ by design: PAR looks at instalments, NQH at what was moved to overdue.
-- grain: a row per as-of day and union; 00 is the total of the unions shown; 98 on days on which it has a loan
-- vi: Dư nợ có rủi ro (PAR) và tỷ lệ nợ quá hạn
-- en: Portfolio at risk beside the overdue ratio
-- units: đồng, loans, fraction
WITH figures AS (
  SELECT
    r.as_of, r.union_code, r.name_vi AS union_name,
    coalesce(sum(m.outstanding), 0) AS outstanding, coalesce(sum(m.loans), 0) AS loans,
    coalesce(sum(m.overdue), 0) AS overdue, coalesce(sum(m.overdue_loans), 0) AS overdue_loans,
    coalesce(sum(m.par_1), 0) AS par_1, coalesce(sum(m.par_1_loans), 0) AS par_1_loans,
    coalesce(sum(m.par_30), 0) AS par_30, coalesce(sum(m.par_30_loans), 0) AS par_30_loans,
    coalesce(sum(m.par_90), 0) AS par_90, coalesce(sum(m.par_90_loans), 0) AS par_90_loans,
    coalesce(sum(m.par_180), 0) AS par_180, coalesce(sum(m.par_180_loans), 0) AS par_180_loans
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
)
SELECT
  f.*,
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
FROM figures f, meta.small_base s
WHERE f.union_code <> '98' OR f.loans > 0
