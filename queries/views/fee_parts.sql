-- doc: The base of fee and commission, per group and month whose facts are kept, as a whole number of parts: base in đồng = 12 x 10^6 x parts / unit. With the rule in force at the month's end. Interest paid at a
--   rate of A / 10^4 percent on debt in term is worth itself / A, on overdue debt itself / (A x factor); unit is the least common multiple of all A, times the factor. Rates of 0 give none.
-- grain: a row per as-of day and group
WITH rate AS (
  SELECT annual_rate, (annual_rate * 10000)::HUGEINT AS a FROM (SELECT DISTINCT annual_rate FROM indicator.fee_base WHERE annual_rate > 0)
),
multiple AS (SELECT coalesce(list_reduce(list(a), lambda x, y: lcm(x, y)), 1) AS l FROM rate),
worth AS (
  SELECT
    k.annual_rate, r.valid_from, r.valid_to, r.fee_millionths, r.commission_millionths, m.l * r.overdue_factor_percent AS unit,
    m.l // k.a * r.overdue_factor_percent AS in_term, m.l // k.a * 100 AS overdue
  FROM rate k, multiple m, meta.fee_rule r
)
SELECT
  b.as_of, b.group_code, b.union_code, b.commune_code, w.valid_from, w.fee_millionths, w.commission_millionths, w.unit,
  sum(b.paid_in_term * w.in_term + b.paid_overdue * w.overdue) AS parts
FROM indicator.fee_base b
JOIN worth w ON w.annual_rate = b.annual_rate AND w.valid_from <= last_day(b.as_of) AND (w.valid_to IS NULL OR w.valid_to > last_day(b.as_of))
GROUP BY ALL
