-- doc: roll_rates by place
-- grain: as_of, kind, code, union_code
WITH counted AS (
  SELECT as_of, kind, code, union_code,
    sum(if(from_state = 'in_term', opening, 0)) AS in_term, sum(if(from_state = 'in_term', 1, 0)) AS in_term_loans,
    sum(if(from_state = 'in_term' AND to_state = 'overdue', opening, 0)) AS rolled, sum(if(from_state = 'in_term' AND to_state = 'overdue', 1, 0)) AS rolled_loans,
    sum(if(from_state = 'overdue', opening, 0)) AS overdue, sum(if(from_state = 'overdue', 1, 0)) AS overdue_loans,
    sum(if(from_state = 'overdue' AND to_state = 'in_term', opening, 0)) AS cured, sum(if(from_state = 'overdue' AND to_state = 'in_term', 1, 0)) AS cured_loans,
    sum(if(from_state = 'overdue' AND to_state = 'closed', opening, 0)) AS closed, sum(if(from_state = 'overdue' AND to_state = 'written_off', opening, 0)) AS written_off,
    sum(if(from_state = 'overdue' AND to_state = 'frozen', opening, 0)) AS frozen
  FROM placed_way GROUP BY ALL
)
SELECT *, if(in_term > 0, rolled / in_term, NULL) AS roll_rate, if(in_term_loans > 0, rolled_loans / in_term_loans, NULL) AS roll_rate_loans,
  if(overdue > 0, cured / overdue, NULL) AS cure_rate, if(overdue_loans > 0, cured_loans / overdue_loans, NULL) AS cure_rate_loans,
  if(overdue > 0, closed / overdue, NULL) AS closed_rate, if(overdue > 0, written_off / overdue, NULL) AS written_off_rate, if(overdue > 0, frozen / overdue, NULL) AS frozen_rate,
  NOT (in_term >= 100000000 AND overdue >= 100000000 AND in_term_loans >= 20 AND overdue_loans >= 20) AS small_base
FROM counted
