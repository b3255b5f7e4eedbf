-- doc: The seasons of the flows: what a calendar month brings against the mean month, over all whole years up to a year's end. 1 is the mean month; the twelve indices of a flow
--   add up to 12. A year is whole when its December has ended and the ledger begins by its 7 January.
-- grain: a row per 31 December that ends a whole year, union, flow and calendar month; 00 is the total of the unions shown
-- vi: Chỉ số mùa vụ của các khoản phát sinh
-- en: Seasonality of the flows
-- units: years, fraction
WITH year AS (
  SELECT e.as_of, count(*) AS years, min(w.year_start) AS since
  FROM meta.as_of e, meta.as_of w, meta.run r
  WHERE month(e.as_of) = 12 AND day(e.as_of) = 31
    AND month(w.as_of) = 12 AND day(w.as_of) = 31 AND w.as_of <= e.as_of
    AND r.first_posted_on <= w.year_start + 6
  GROUP BY e.as_of
),
wide AS (
  SELECT
    r.union_code, r.name_vi AS union_name, r.as_of,
    coalesce(sum(m.disbursed), 0) AS disbursed,
    coalesce(sum(m.lending_turns), 0) AS lending_turns,
    coalesce(sum(m.collected_in_term + m.collected_overdue + m.collected_frozen), 0) AS collected,
    coalesce(sum(m.interest_due_in_term + m.interest_due_overdue), 0) AS interest_due,
    coalesce(sum(m.interest_paid_in_term + m.interest_paid_overdue), 0) AS interest_paid,
    coalesce(sum(m.in_term_to_overdue + m.frozen_to_overdue), 0) AS moved_to_overdue,
    coalesce(sum(m.written_off_in_term + m.written_off_overdue + m.written_off_frozen), 0) AS written_off,
    coalesce(sum(m.deposits_in), 0) AS deposits_in,
    coalesce(sum(m.deposits_out), 0) AS deposits_out
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
),
long AS (
  UNPIVOT wide ON COLUMNS(* EXCLUDE (union_code, union_name, as_of)) INTO NAME indicator VALUE amount
),
added AS (
  SELECT
    y.as_of, y.years, l.union_code, l.union_name, l.indicator,
    month(l.as_of)::INTEGER AS month,
    sum(l.amount) AS total
  FROM year y
  JOIN long l ON l.as_of BETWEEN y.since AND y.as_of
  GROUP BY ALL
),
summed AS (
  SELECT
    *,
    sum(total) OVER (PARTITION BY as_of, union_code, indicator) AS all_months,
    max(abs(total)) OVER (PARTITION BY as_of, union_code) AS greatest_flow
  FROM added
)
SELECT
  a.as_of, a.union_code, a.union_name, a.indicator, a.month, a.years,
  a.total::BIGINT AS total,
  (a.total * 12)::DOUBLE / nullif(a.all_months, 0)::DOUBLE AS index,
  a.all_months < a.years * CASE WHEN a.indicator = 'lending_turns' THEN s.loans ELSE s.amount END AS small_base
FROM summed a, meta.small_base s
WHERE a.union_code <> '98' OR a.greatest_flow > 0
