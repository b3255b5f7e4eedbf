-- doc: What is lent and collected month by month, and how each month stands to the average month of the months shown: where the seasons are.
-- grain: a row per month
-- vi: Cho vay và thu nợ theo tháng, tính mùa vụ
-- en: Lending and collection by month
-- units: đồng, fraction
-- param: union text = NULL: only the union of this code
-- param: programme text = NULL: only the programme of this code
WITH month AS (
  SELECT m.as_of, sum(m.disbursed)::BIGINT AS disbursed, sum(m.collected_in_term + m.collected_overdue + m.collected_frozen)::BIGINT AS collected
  FROM fact.loan_month m
  WHERE coalesce(m.union_code = $union::VARCHAR, $union::VARCHAR IS NULL) AND coalesce(m.programme_code = $programme::VARCHAR, $programme::VARCHAR IS NULL)
  GROUP BY ALL
)
SELECT as_of, disbursed, (disbursed * count(*) OVER ())::DOUBLE / (nullif(sum(disbursed) OVER (), 0))::DOUBLE AS disbursed_to_mean,
  collected, (collected * count(*) OVER ())::DOUBLE / (nullif(sum(collected) OVER (), 0))::DOUBLE AS collected_to_mean
FROM month
ORDER BY as_of
