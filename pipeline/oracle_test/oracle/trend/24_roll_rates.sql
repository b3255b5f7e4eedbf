-- doc: roll_rates
-- grain: as_of, union_code
WITH counted AS (
  SELECT r.as_of, r.union_code, r.union_name,
    coalesce(sum(opening) FILTER (from_state = 'in_term'), 0) AS in_term, count(*) FILTER (from_state = 'in_term') AS in_term_loans,
    coalesce(sum(opening) FILTER (from_state = 'in_term' AND to_state = 'overdue'), 0) AS rolled, count(*) FILTER (from_state = 'in_term' AND to_state = 'overdue') AS rolled_loans,
    coalesce(sum(opening) FILTER (from_state = 'overdue'), 0) AS overdue, count(*) FILTER (from_state = 'overdue') AS overdue_loans,
    coalesce(sum(opening) FILTER (from_state = 'overdue' AND to_state = 'in_term'), 0) AS cured, count(*) FILTER (from_state = 'overdue' AND to_state = 'in_term') AS cured_loans,
    coalesce(sum(opening) FILTER (from_state = 'overdue' AND to_state = 'closed'), 0) AS closed,
    coalesce(sum(opening) FILTER (from_state = 'overdue' AND to_state = 'written_off'), 0) AS written_off,
    coalesce(sum(opening) FILTER (from_state = 'overdue' AND to_state = 'frozen'), 0) AS frozen,
    count(w.contract_no) AS everything
  FROM trend_row r LEFT JOIN way w ON w.as_of = r.as_of AND r.union_code IN ('00', w.union_code)
  WHERE r.as_of IN (SELECT as_of FROM way)
  GROUP BY r.as_of, r.union_code, r.union_name
)
SELECT * EXCLUDE (everything),
  CASE WHEN in_term > 0 THEN rolled::DOUBLE / in_term::DOUBLE END AS roll_rate, CASE WHEN in_term_loans > 0 THEN rolled_loans::DOUBLE / in_term_loans::DOUBLE END AS roll_rate_loans,
  CASE WHEN overdue > 0 THEN cured::DOUBLE / overdue::DOUBLE END AS cure_rate, CASE WHEN overdue_loans > 0 THEN cured_loans::DOUBLE / overdue_loans::DOUBLE END AS cure_rate_loans,
  CASE WHEN overdue > 0 THEN closed::DOUBLE / overdue::DOUBLE END AS closed_rate, CASE WHEN overdue > 0 THEN written_off::DOUBLE / overdue::DOUBLE END AS written_off_rate,
  CASE WHEN overdue > 0 THEN frozen::DOUBLE / overdue::DOUBLE END AS frozen_rate,
  NOT (in_term >= 100000000 AND overdue >= 100000000 AND in_term_loans >= 20 AND overdue_loans >= 20) AS small_base
FROM counted WHERE union_code <> '98' OR everything > 0
