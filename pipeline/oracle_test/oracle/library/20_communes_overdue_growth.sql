-- doc: overdue of communes now and some months before
-- grain: commune_code
SELECT code AS commune_code,
  (SELECT c.name FROM src.commune c WHERE c.commune_code = code AND $as_of::DATE >= c.valid_from AND NOT coalesce(c.valid_to <= $as_of::DATE, false)) AS commune,
  was_overdue AS overdue_before, overdue, overdue - was_overdue AS growth, CASE WHEN was_outstanding > 0 THEN was_overdue::DOUBLE / was_outstanding::DOUBLE END AS ratio_before, overdue::DOUBLE / outstanding::DOUBLE AS ratio
FROM (
  SELECT coalesce(commune_code, '') AS code,
    coalesce(sum(overdue) FILTER (as_of = $as_of::DATE), 0) AS overdue, coalesce(sum(outstanding) FILTER (as_of = $as_of::DATE), 0) AS outstanding,
    coalesce(sum(overdue) FILTER (as_of <> $as_of::DATE), 0) AS was_overdue, coalesce(sum(outstanding) FILTER (as_of <> $as_of::DATE), 0) AS was_outstanding
  FROM loan_month
  WHERE as_of IN ($as_of::DATE, (date_trunc('month', $as_of::DATE) - to_months($months::INT - 1) - INTERVAL 1 DAY)::DATE)
  GROUP BY 1
)
WHERE overdue > was_overdue
ORDER BY overdue - was_overdue DESC, code
LIMIT $top::INT
