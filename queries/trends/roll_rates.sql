-- doc: Roll and cure rates between month-ends: of what was in term at the month-end before, the part that is overdue on the day; of what was overdue, the part that is in term
--   again (cured), closed, written off or frozen. Each loan counts whole, by its outstanding at the month-end before.
-- grain: a row per as-of day of the facts kept and union; 00 is the total of the unions shown
-- vi: Tỷ lệ chuyển nợ quá hạn và phục hồi
-- en: Roll and cure rates
-- units: đồng, loans, fraction
WITH added AS (
  SELECT
    as_of, union_code, union_name,
    coalesce(sum(amount) FILTER (from_state = 'in_term'), 0)::BIGINT AS in_term,
    coalesce(sum(loans) FILTER (from_state = 'in_term'), 0)::BIGINT AS in_term_loans,
    coalesce(sum(amount) FILTER (from_state = 'in_term' AND to_state = 'overdue'), 0)::BIGINT AS rolled,
    coalesce(sum(loans) FILTER (from_state = 'in_term' AND to_state = 'overdue'), 0)::BIGINT AS rolled_loans,
    coalesce(sum(amount) FILTER (from_state = 'overdue'), 0)::BIGINT AS overdue,
    coalesce(sum(loans) FILTER (from_state = 'overdue'), 0)::BIGINT AS overdue_loans,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'in_term'), 0)::BIGINT AS cured,
    coalesce(sum(loans) FILTER (from_state = 'overdue' AND to_state = 'in_term'), 0)::BIGINT AS cured_loans,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'closed'), 0)::BIGINT AS closed,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'written_off'), 0)::BIGINT AS written_off,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'frozen'), 0)::BIGINT AS frozen
  FROM trend.migration
  GROUP BY ALL
)
SELECT
  a.*,
  a.rolled::DOUBLE / nullif(a.in_term, 0)::DOUBLE AS roll_rate,
  a.rolled_loans::DOUBLE / nullif(a.in_term_loans, 0)::DOUBLE AS roll_rate_loans,
  a.cured::DOUBLE / nullif(a.overdue, 0)::DOUBLE AS cure_rate,
  a.cured_loans::DOUBLE / nullif(a.overdue_loans, 0)::DOUBLE AS cure_rate_loans,
  a.closed::DOUBLE / nullif(a.overdue, 0)::DOUBLE AS closed_rate,
  a.written_off::DOUBLE / nullif(a.overdue, 0)::DOUBLE AS written_off_rate,
  a.frozen::DOUBLE / nullif(a.overdue, 0)::DOUBLE AS frozen_rate,
  least(a.in_term, a.overdue) < s.amount OR least(a.in_term_loans, a.overdue_loans) < s.loans AS small_base
FROM added a, meta.small_base s
