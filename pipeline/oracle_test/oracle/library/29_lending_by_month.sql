-- doc: lent and collected by month, beside the mean
-- grain: as_of
WITH month AS (
  SELECT as_of, sum(disbursed) AS disbursed, sum(collected_in_term) + sum(collected_overdue) + sum(collected_frozen) AS collected
  FROM held_loan WHERE ($union::VARCHAR IS NULL OR union_code = $union::VARCHAR) AND ($programme::VARCHAR IS NULL OR programme_code = $programme::VARCHAR)
  GROUP BY as_of
), whole AS (SELECT count(*) AS months, sum(disbursed) AS disbursed, sum(collected) AS collected FROM month)
SELECT m.as_of, m.disbursed, CASE WHEN w.disbursed <> 0 THEN (m.disbursed * w.months)::DOUBLE / w.disbursed::DOUBLE END AS disbursed_to_mean,
  m.collected, CASE WHEN w.collected <> 0 THEN (m.collected * w.months)::DOUBLE / w.collected::DOUBLE END AS collected_to_mean
FROM month m, whole w ORDER BY m.as_of
