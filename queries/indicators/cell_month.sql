-- doc: Loans of the months whose facts are kept, added up as far as reports by place, programme, fund source and term need them, and member deposits, which belong to
--   no programme: programme_code, fund_source and term are empty in their rows. What is distinct cannot be added up and is not here. A row of a month stands on all later days
--   of its year, with zeros where nothing else is, so that two days are all that a report has to read.
-- grain: a row per as-of day, branch, union, office, commune, programme, fund source and term
WITH part AS (
  SELECT
    m.as_of, m.branch_code, m.union_code, m.office_code, coalesce(m.commune_code, '') AS commune_code, m.programme_code, m.fund_source, coalesce(t.term, '') AS term,
    sum(m.in_term)::BIGINT AS in_term,
    sum(m.overdue)::BIGINT AS overdue,
    sum(m.frozen)::BIGINT AS frozen,
    sum(m.disbursed)::BIGINT AS disbursed,
    sum(m.collected_in_term + m.collected_overdue + m.collected_frozen)::BIGINT AS collected,
    sum(m.interest_paid_in_term + m.interest_paid_overdue)::BIGINT AS interest_paid,
    sum(m.written_off_in_term + m.written_off_overdue + m.written_off_frozen)::BIGINT AS written_off,
    sum(m.lending_turns)::BIGINT AS lending_turns,
    0::BIGINT AS deposit_balance, 0::BIGINT AS deposits_in, 0::BIGINT AS deposits_out
  FROM fact.loan_month m
  LEFT JOIN meta.loan_term t USING (contract_no)
  GROUP BY ALL
  UNION ALL
  SELECT
    as_of, branch_code, union_code, office_code, coalesce(commune_code, ''), '', '', '', 0, 0, 0, 0, 0, 0, 0, 0,
    sum(balance)::BIGINT, sum(deposited + interest)::BIGINT, sum(withdrawn + offset_loan)::BIGINT
  FROM fact.deposit_month
  GROUP BY ALL
),
cell AS (
  SELECT row_number() OVER () AS cell, *
  FROM (SELECT DISTINCT branch_code, union_code, office_code, commune_code, programme_code, fund_source, term FROM part)
),
numbered AS (
  SELECT date_trunc('year', p.as_of)::DATE AS year_start, c.cell, p.* EXCLUDE (branch_code, union_code, office_code, commune_code, programme_code, fund_source, term)
  FROM part p
  JOIN cell c USING (branch_code, union_code, office_code, commune_code, programme_code, fund_source, term)
),
standing AS (
  SELECT d.as_of, b.cell, b.year_start
  FROM (SELECT cell, year_start, min(as_of) AS since FROM numbered GROUP BY cell, year_start) b
  JOIN meta.as_of d ON d.year_start = b.year_start AND d.as_of >= b.since
)
SELECT
  s.as_of, c.* EXCLUDE (cell),
  coalesce(n.in_term, 0) AS in_term, coalesce(n.overdue, 0) AS overdue, coalesce(n.frozen, 0) AS frozen,
  coalesce(n.disbursed, 0) AS disbursed, coalesce(n.collected, 0) AS collected, coalesce(n.interest_paid, 0) AS interest_paid,
  coalesce(n.written_off, 0) AS written_off, coalesce(n.lending_turns, 0) AS lending_turns,
  coalesce(n.deposit_balance, 0) AS deposit_balance, coalesce(n.deposits_in, 0) AS deposits_in, coalesce(n.deposits_out, 0) AS deposits_out,
  sum(n.disbursed) OVER year AS disbursed_year, sum(n.collected) OVER year AS collected_year, sum(n.interest_paid) OVER year AS interest_paid_year,
  sum(n.written_off) OVER year AS written_off_year, sum(n.lending_turns) OVER year AS lending_turns_year,
  sum(n.deposits_in) OVER year AS deposits_in_year, sum(n.deposits_out) OVER year AS deposits_out_year
FROM standing s
JOIN cell c ON c.cell = s.cell
LEFT JOIN numbered n ON n.cell = s.cell AND n.as_of = s.as_of
WINDOW year AS (PARTITION BY s.cell, s.year_start ORDER BY s.as_of)
ORDER BY s.as_of
