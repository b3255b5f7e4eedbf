-- doc: Monthly series of every measure at every level, with the change against the month-end before, against the same month of the year before, from the start of the year, and over twelve months.
--   ytd of a flow is its sum from 1 January, ytd_growth compares it with the same months of the year before; ytd of a stock is its change since the last 31 December. rolling_sum adds a flow up over
--   twelve months, rolling_mean is the mean of a stock's last twelve month-ends. Without the history a figure needs it is NULL; in an open month so is what compares or adds whole months.
--   A figure that was zero on every day has no rows. Communes would be two thirds of the rows and are computed when asked for: series_by_commune.
-- grain: a row per as-of day, level, branch, code, union and indicator; the level union has all branches and no branch_code
-- vi: Chuỗi số liệu theo tháng
-- en: Monthly series
-- units: fraction
WITH keyed AS MATERIALIZED (
  SELECT row_number() OVER () AS key, level, branch_code, code, union_code
  FROM (SELECT DISTINCT level, branch_code, code, union_code FROM meta.measured)
),
wide AS (
  SELECT k.key, v.* EXCLUDE (level, branch_code, code, union_code)
  FROM meta.measured v
  JOIN keyed k USING (level, branch_code, code, union_code)
),
long AS (
  SELECT v.key * 1000 + m.no AS series, v.as_of, v.value
  FROM (UNPIVOT wide ON COLUMNS(* EXCLUDE (key, as_of)) INTO NAME indicator VALUE value) v
  JOIN meta.measure m USING (indicator)
  WHERE v.value <> 0
),
dense AS (
  SELECT s.series, d.as_of, coalesce(l.value, 0) AS value, d.as_of = last_day(d.as_of) AS whole
  FROM (SELECT DISTINCT series FROM long) s
  CROSS JOIN meta.as_of d
  LEFT JOIN long l ON l.series = s.series AND l.as_of = d.as_of
),
compared AS (
  SELECT
    *,
    lag(value) OVER months AS month_before,
    CASE WHEN whole THEN lag(value, 12) OVER months END AS year_before,
    lag(value, month(as_of)) OVER months AS december,
    sum(value) OVER (months ROWS month(as_of) - 1 PRECEDING) AS this_year,
    CASE WHEN whole AND count(*) OVER months >= 12 + month(as_of) THEN sum(value) OVER (months ROWS BETWEEN month(as_of) + 11 PRECEDING AND 12 PRECEDING) END AS last_year,
    CASE WHEN whole AND count(*) OVER months >= 12 THEN sum(value) OVER (months ROWS 11 PRECEDING) END AS twelve
  FROM dense
  WINDOW months AS (PARTITION BY series ORDER BY as_of)
),
-- What a kind of figure is compared with, and what it comes to in the year.
based AS (
  SELECT
    c.as_of, c.series // 1000 AS key, m.indicator, m.kind, m.unit, c.value, c.twelve,
    CASE WHEN m.kind = 'stock' OR (m.kind <> 'year' AND c.whole) THEN c.month_before END AS month_before,
    c.year_before,
    CASE m.kind WHEN 'stock' THEN c.december WHEN 'flow' THEN c.last_year END AS year_base,
    CASE m.kind WHEN 'stock' THEN c.value - c.december WHEN 'flow' THEN c.this_year END AS ytd,
    CASE m.kind WHEN 'stock' THEN c.value - c.december WHEN 'flow' THEN c.this_year - c.last_year END AS ytd_change
  FROM compared c
  JOIN meta.measure m ON m.no = c.series % 1000
)
-- + 0: nothing over something negative would be -0.
SELECT
  b.as_of, k.level, k.branch_code, k.code, k.union_code, b.indicator, b.kind, b.unit, b.value,
  b.value - b.month_before AS mom_change,
  (b.value - b.month_before)::DOUBLE / nullif(b.month_before, 0)::DOUBLE + 0 AS mom_growth,
  b.value - b.year_before AS yoy_change,
  (b.value - b.year_before)::DOUBLE / nullif(b.year_before, 0)::DOUBLE + 0 AS yoy_growth,
  b.ytd::BIGINT AS ytd,
  b.ytd_change::DOUBLE / nullif(b.year_base, 0)::DOUBLE + 0 AS ytd_growth,
  CASE WHEN b.kind = 'flow' THEN b.twelve END::BIGINT AS rolling_sum,
  CASE WHEN b.kind = 'stock' THEN b.twelve::DOUBLE / 12::DOUBLE END + 0 AS rolling_mean,
  coalesce(least(nullif(abs(b.month_before), 0), nullif(abs(b.year_before), 0), nullif(abs(b.year_base), 0)) < CASE WHEN b.unit = 'đồng' THEN s.amount ELSE s.loans END, false) AS small_base
FROM based b
JOIN keyed k ON k.key = b.key
CROSS JOIN meta.small_base s
