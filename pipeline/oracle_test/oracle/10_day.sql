-- doc: the as-of days: every calendar month-end from the ledgers' first month, and the last day taken
-- grain: as_of
WITH span AS (
  SELECT min(posted_on) AS first_on, (SELECT through FROM run) AS through
  FROM (SELECT posted_on FROM src.loan_ledger UNION ALL SELECT posted_on FROM src.deposit_ledger)
  WHERE posted_on <= (SELECT through FROM run)
), month AS (
  SELECT unnest(generate_series(date_trunc('month', first_on)::TIMESTAMP, through::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month_start, first_on, through
  FROM span
)
SELECT least(last_day(month_start), through) AS as_of,
  month_start,
  month_start - 1 AS month_before,
  make_date(year(month_start), 1, 1) AS year_start,
  make_date(year(month_start) - 1, 12, 31) AS base_on,
  make_date(year(month_start) - 1, 12, 31) >= first_on AS has_base,
  CASE WHEN last_day(month_start) <= through THEN last_day(month_start) ELSE month_start - 1 END AS score_month,
  (least(last_day(month_start), through) - INTERVAL 3 MONTH)::DATE AS cut_3,
  (least(last_day(month_start), through) - INTERVAL 6 MONTH)::DATE AS cut_6,
  (least(last_day(month_start), through) - INTERVAL 12 MONTH)::DATE AS cut_12
FROM month
