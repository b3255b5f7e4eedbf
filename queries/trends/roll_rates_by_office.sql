-- doc: Roll and cure rates between month-ends per office and union of the scope asked for, defined as in roll_rates. A loan counts at its place of the day.
-- grain: a row per as-of day of the facts kept, office and union with a loan on the day or the month-end before; 00 is the total of the rows shown
-- vi: Tỷ lệ chuyển nợ quá hạn và phục hồi theo phòng giao dịch
-- en: Roll and cure rates by office
-- units: đồng, loans, fraction
WITH figures AS (
  SELECT
    as_of,
    CASE WHEN grouping(office_code) = 1 THEN '00' ELSE office_code END AS office_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    coalesce(sum(amount) FILTER (from_state = 'in_term'), 0) AS in_term,
    coalesce(sum(loans) FILTER (from_state = 'in_term'), 0) AS in_term_loans,
    coalesce(sum(amount) FILTER (from_state = 'in_term' AND to_state = 'overdue'), 0) AS rolled,
    coalesce(sum(loans) FILTER (from_state = 'in_term' AND to_state = 'overdue'), 0) AS rolled_loans,
    coalesce(sum(amount) FILTER (from_state = 'overdue'), 0) AS overdue,
    coalesce(sum(loans) FILTER (from_state = 'overdue'), 0) AS overdue_loans,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'in_term'), 0) AS cured,
    coalesce(sum(loans) FILTER (from_state = 'overdue' AND to_state = 'in_term'), 0) AS cured_loans,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'closed'), 0) AS closed,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'written_off'), 0) AS written_off,
    coalesce(sum(amount) FILTER (from_state = 'overdue' AND to_state = 'frozen'), 0) AS frozen
  FROM meta.asked_way
  GROUP BY GROUPING SETS ((as_of, office_code, union_code), (as_of, office_code), (as_of, union_code), (as_of))
)
SELECT
  f.as_of, f.office_code, coalesce(n.name, f.office_code) AS office_name, f.union_code, u.union_name, f.* EXCLUDE (as_of, office_code, union_code),
  f.rolled::DOUBLE / nullif(f.in_term, 0)::DOUBLE AS roll_rate,
  f.rolled_loans::DOUBLE / nullif(f.in_term_loans, 0)::DOUBLE AS roll_rate_loans,
  f.cured::DOUBLE / nullif(f.overdue, 0)::DOUBLE AS cure_rate,
  f.cured_loans::DOUBLE / nullif(f.overdue_loans, 0)::DOUBLE AS cure_rate_loans,
  f.closed::DOUBLE / nullif(f.overdue, 0)::DOUBLE AS closed_rate,
  f.written_off::DOUBLE / nullif(f.overdue, 0)::DOUBLE AS written_off_rate,
  f.frozen::DOUBLE / nullif(f.overdue, 0)::DOUBLE AS frozen_rate,
  least(f.in_term, f.overdue) < s.amount OR least(f.in_term_loans, f.overdue_loans) < s.loans AS small_base
FROM figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'office' AND n.code = f.office_code
CROSS JOIN meta.small_base s
