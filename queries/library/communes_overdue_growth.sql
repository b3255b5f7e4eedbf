-- doc: The communes whose overdue grew most in the months before the day, with how much of their outstanding is overdue on both days.
-- grain: a row per commune, the largest growth first
-- vi: Xã có nợ quá hạn tăng nhiều nhất
-- en: Communes by growth of overdue
-- units: đồng, fraction
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: months int = 12: how many months back the comparison goes
-- param: top int = 20: how many communes
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
held AS (
  SELECT m.as_of, m.commune_code, sum(m.overdue)::BIGINT AS overdue, sum(m.outstanding)::BIGINT AS outstanding
  FROM indicator.commune_month m
  WHERE m.as_of IN (SELECT as_of FROM day UNION ALL SELECT last_day(as_of - to_months($months::INT)) FROM day)
  GROUP BY ALL
)
SELECT
  n.commune_code, p.name AS commune, coalesce(b.overdue, 0) AS overdue_before, n.overdue, n.overdue - coalesce(b.overdue, 0) AS growth,
  b.overdue::DOUBLE / nullif(b.outstanding, 0)::DOUBLE AS ratio_before, n.overdue::DOUBLE / nullif(n.outstanding, 0)::DOUBLE AS ratio
FROM day d
JOIN held n ON n.as_of = d.as_of
LEFT JOIN held b ON b.as_of <> d.as_of AND b.commune_code = n.commune_code
LEFT JOIN dim.commune p ON p.commune_code = n.commune_code AND p.valid_from <= d.as_of AND coalesce(p.valid_to > d.as_of, true)
WHERE n.overdue > coalesce(b.overdue, 0)
ORDER BY growth DESC, n.commune_code
LIMIT $top::INT
