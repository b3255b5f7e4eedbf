-- doc: What the reports by place, programme, fund source and term add up, for the day and scope asked for: stocks, changes against the year's beginning, flows of the month
--   and from 1 January, and outstanding by the contract's term. Changes are NULL without a day to compare with, deposits where a programme is asked for.
--   A row of zeros for each union is always here, so that sums of nothing are 0.
-- grain: a row per as-of day, branch, union, office, commune, programme, fund source and term, on the day and on the day that changes are measured against
WITH cell AS (
  SELECT
    m.branch_code, m.union_code, m.office_code, m.commune_code, m.programme_code, m.fund_source, m.term, m.programme_code = '' AS saved,
    a.base_on IS NOT NULL AS based,
    (m.as_of = a.as_of)::BIGINT AS today, coalesce(m.as_of = a.base_on, false)::BIGINT AS at_base,
    m.* EXCLUDE (as_of, branch_code, union_code, office_code, commune_code, programme_code, fund_source, term)
  FROM indicator.cell_month m
  JOIN meta.asked a ON m.as_of = a.as_of OR m.as_of = a.base_on
  WHERE m.union_code IN (SELECT union_code FROM meta.shown_union)
    -- Constants, which spare reading other days; the join says the same of the day that is taken when none is asked for.
    AND (getvariable('as_of')::DATE IS NULL OR m.as_of IN (getvariable('as_of')::DATE, make_date(year(getvariable('as_of')::DATE) - 1, 12, 31)))
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
  UNION ALL BY NAME
  SELECT
    '' AS branch_code, u.union_code, '' AS office_code, '' AS commune_code, '' AS programme_code, '' AS fund_source, '' AS term, false AS saved,
    a.base_on IS NOT NULL AS based, 0 AS today, 0 AS at_base,
    0 AS in_term, 0 AS overdue, 0 AS frozen, 0 AS disbursed, 0 AS collected, 0 AS interest_paid, 0 AS written_off, 0 AS lending_turns,
    0 AS deposit_balance, 0 AS deposits_in, 0 AS deposits_out,
    0 AS disbursed_year, 0 AS collected_year, 0 AS interest_paid_year, 0 AS written_off_year, 0 AS lending_turns_year, 0 AS deposits_in_year, 0 AS deposits_out_year
  FROM meta.asked a
  JOIN meta.shown_union u ON u.union_code <> '00' AND (a.union_code IS NULL OR u.union_code = a.union_code)
)
SELECT
  branch_code, union_code, office_code, commune_code, programme_code, fund_source, term, saved,
  today * (in_term + overdue + frozen) AS outstanding,
  today * in_term AS in_term,
  today * overdue AS overdue,
  today * frozen AS frozen,
  CASE WHEN based THEN (today - at_base) * (in_term + overdue + frozen) END AS outstanding_change,
  CASE WHEN based THEN (today - at_base) * overdue END AS overdue_change,
  CASE WHEN term = '12' THEN today * (in_term + overdue + frozen) ELSE 0 END AS short_term,
  CASE WHEN term = '60' THEN today * (in_term + overdue + frozen) ELSE 0 END AS medium_term,
  CASE WHEN term = 'over' THEN today * (in_term + overdue + frozen) ELSE 0 END AS long_term,
  today * disbursed AS disbursed_month,
  today * disbursed_year AS disbursed_year,
  today * collected AS collected_month,
  today * collected_year AS collected_year,
  today * interest_paid AS interest_month,
  today * interest_paid_year AS interest_year,
  today * written_off AS written_off_month,
  today * written_off_year AS written_off_year,
  today * lending_turns AS turns_month,
  today * lending_turns_year AS turns_year,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposit_balance END AS deposit_balance,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposits_in END AS deposits_in_month,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposits_in_year END AS deposits_in_year,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposits_out END AS deposits_out_month,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposits_out_year END AS deposits_out_year
FROM cell
