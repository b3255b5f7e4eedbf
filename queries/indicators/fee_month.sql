-- doc: Entrustment fees of every commune, union and month whose facts are kept, by the rule in force at the month's end: base x fee x tier, rounded once, half away from zero; the tier is that of the union's
--   overdue ratio in the commune on the as-of day. Districts, province and centre get their shares rounded, the commune the rest. full_fee is the fee if nothing were overdue.
-- grain: a row per as-of day, commune and union
WITH base AS (
  SELECT as_of, commune_code, union_code, valid_from, fee_millionths, unit, sum(parts) AS parts
  FROM meta.fee_parts
  GROUP BY ALL
),
stood AS (
  SELECT as_of, commune_code, union_code, sum(outstanding) AS outstanding, sum(overdue) AS overdue
  FROM indicator.commune_month
  SEMI JOIN base USING (as_of, commune_code, union_code)
  GROUP BY ALL
),
graded AS (
  SELECT
    b.*, s.outstanding, s.overdue,
    coalesce((
      SELECT arg_min(t.percent, t.below_permille) FROM meta.fee_tier t
      WHERE t.valid_from = b.valid_from AND (s.outstanding IS NULL OR s.outstanding = 0 OR s.overdue * 1000 < t.below_permille * s.outstanding)), 0) AS percent,
    coalesce(s.outstanding, 0) = 0 AS unknown
  FROM base b
  LEFT JOIN stood s USING (as_of, commune_code, union_code)
),
fee AS (
  SELECT
    g.as_of, g.commune_code, g.union_code, g.valid_from, g.outstanding, g.overdue, CASE WHEN g.unknown THEN 100 ELSE g.percent END AS percent,
    sign(g.parts) * ((24000000 * abs(g.parts) + g.unit) // (2 * g.unit)) AS base,
    sign(g.parts) * ((24 * g.fee_millionths * abs(g.parts) * 100 + g.unit * 100) // (2 * g.unit * 100)) AS full_fee,
    sign(g.parts) * ((24 * g.fee_millionths * abs(g.parts) * CASE WHEN g.unknown THEN 100 ELSE g.percent END + g.unit * 100) // (2 * g.unit * 100)) AS fee
  FROM graded g
),
shared AS (
  SELECT
    f.*,
    sign(f.fee) * ((2 * abs(f.fee) * r.district_permille + 1000) // 2000) AS district,
    sign(f.fee) * ((2 * abs(f.fee) * r.province_permille + 1000) // 2000) AS province,
    sign(f.fee) * ((2 * abs(f.fee) * r.central_permille + 1000) // 2000) AS central,
    f.full_fee - sign(f.full_fee) * ((2 * abs(f.full_fee) * r.district_permille + 1000) // 2000) - sign(f.full_fee) * ((2 * abs(f.full_fee) * r.province_permille + 1000) // 2000)
      - sign(f.full_fee) * ((2 * abs(f.full_fee) * r.central_permille + 1000) // 2000) AS full_commune
  FROM fee f
  JOIN meta.fee_rule r USING (valid_from)
)
SELECT * EXCLUDE (valid_from), fee - district - province - central AS commune FROM shared
ORDER BY as_of
