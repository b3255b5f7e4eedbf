-- doc: entrustment fee of a commune, union and month
-- grain: as_of, commune_code, union_code
WITH base AS (
  SELECT as_of, commune_code, union_code, sum(share) AS share, any_value(whole) AS whole, count(*) FILTER (share <> 0) AS n FROM interest_share GROUP BY ALL
), stand AS (
  SELECT as_of, commune_code, union_code, sum(outstanding) AS outstanding, sum(overdue) AS overdue FROM loan_month WHERE lending_method = '2' GROUP BY ALL
), tier AS (
  SELECT b.*, CASE WHEN outstanding = 0 THEN 100 WHEN overdue < 0.02 * outstanding THEN 100 WHEN overdue < 0.03 * outstanding THEN 80 WHEN overdue < 0.04 * outstanding THEN 50 ELSE 0 END AS percent
  FROM base b JOIN stand USING (as_of, commune_code, union_code)
), fee AS (
  SELECT *, sign(share) AS s,
    (2 * 12000000 * abs(share) + whole) // (2 * whole) AS base,
    (2 * 12 * 320 * abs(share) + whole) // (2 * whole) AS full_fee,
    (2 * 12 * 320 * abs(share) * percent + whole * 100) // (2 * whole * 100) AS fee
  FROM tier
)
SELECT as_of, commune_code, union_code, percent, s * base AS base, s * full_fee AS full_fee, s * fee AS fee,
  s * ((fee * 90 + 500) // 1000) AS district, s * ((fee * 45 + 500) // 1000) AS province, s * ((fee * 25 + 500) // 1000) AS central,
  s * (fee - (fee * 90 + 500) // 1000 - (fee * 45 + 500) // 1000 - (fee * 25 + 500) // 1000) AS commune,
  s * (full_fee - (full_fee * 90 + 500) // 1000 - (full_fee * 45 + 500) // 1000 - (full_fee * 25 + 500) // 1000) AS full_commune
FROM fee
