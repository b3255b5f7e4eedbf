-- doc: How long overdue loans have been overdue: loans and amounts by band of days past due, of all or of one union or commune.
-- grain: a row per band
-- vi: Món vay theo số ngày quá hạn
-- en: Loans by days past due
-- units: loans, đồng, fraction
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: union text = NULL: only the union of this code
-- param: commune text = NULL: only the commune of this code
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
loan AS (
  SELECT
    CASE WHEN m.days_past_due <= 30 THEN '1-30' WHEN m.days_past_due <= 90 THEN '31-90' WHEN m.days_past_due <= 180 THEN '91-180' WHEN m.days_past_due <= 360 THEN '181-360' ELSE '361+' END AS days,
    m.days_past_due, m.overdue, m.outstanding
  FROM fact.loan_month m
  WHERE m.as_of = (SELECT as_of FROM day) AND m.overdue > 0
    AND coalesce(m.union_code = $union::VARCHAR, $union::VARCHAR IS NULL) AND coalesce(m.commune_code = $commune::VARCHAR, $commune::VARCHAR IS NULL)
)
SELECT days, count(*) AS loans, sum(overdue)::BIGINT AS overdue, sum(outstanding)::BIGINT AS outstanding,
  sum(overdue)::DOUBLE / (sum(sum(overdue)) OVER ())::DOUBLE AS share
FROM loan
GROUP BY days
ORDER BY min(days_past_due)
