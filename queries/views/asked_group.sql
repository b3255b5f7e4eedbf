-- doc: What reports by group add up, for the day and scope asked for, with the columns of meta.asked_cell but the terms. Without a programme in the scope they are
--   the indicators of the groups, with one its loans; the empty group holds customers without a group. One row of zeros is always here.
-- grain: a row per as-of day, branch and group, or contract, for days of the year so far and the day that changes are measured against
WITH part AS (
  SELECT
    m.as_of, m.branch_code, m.group_code, m.union_code, m.commune_code, m.in_term, m.overdue, m.frozen, m.disbursed,
    m.collected_in_term + m.collected_overdue + m.collected_frozen AS collected,
    m.interest_paid_in_term + m.interest_paid_overdue AS interest_paid,
    m.written_off_in_term + m.written_off_overdue + m.written_off_frozen AS written_off,
    m.lending_turns, m.deposit_balance, m.deposits_in, m.deposits_out
  FROM indicator.group_month m
  WHERE m.group_code <> '' AND getvariable('programme_code')::VARCHAR IS NULL
    AND m.as_of >= coalesce(make_date(year(getvariable('as_of')::DATE) - 1, 12, 31), DATE '0001-01-01')
    AND m.as_of <= coalesce(getvariable('as_of')::DATE, DATE '9999-12-31')
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
  UNION ALL
  SELECT
    m.as_of, m.branch_code, m.group_code, m.union_code, m.commune_code, m.in_term, m.overdue, m.frozen, m.disbursed,
    m.collected_in_term + m.collected_overdue + m.collected_frozen,
    m.interest_paid_in_term + m.interest_paid_overdue,
    m.written_off_in_term + m.written_off_overdue + m.written_off_frozen,
    m.lending_turns, 0, 0, 0
  FROM fact.loan_month m
  WHERE m.group_code IS NOT NULL AND m.programme_code = getvariable('programme_code')::VARCHAR
    AND m.as_of >= coalesce(make_date(year(getvariable('as_of')::DATE) - 1, 12, 31), DATE '0001-01-01')
    AND m.as_of <= coalesce(getvariable('as_of')::DATE, DATE '9999-12-31')
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
  UNION ALL
  SELECT
    m.as_of, m.branch_code, '', m.union_code, '', m.in_term, m.overdue, m.frozen, m.disbursed, m.collected, m.interest_paid, m.written_off,
    m.lending_turns, m.deposit_balance, m.deposits_in, m.deposits_out
  FROM indicator.cell_month m
  WHERE m.commune_code = ''
    AND m.as_of >= coalesce(make_date(year(getvariable('as_of')::DATE) - 1, 12, 31), DATE '0001-01-01')
    AND m.as_of <= coalesce(getvariable('as_of')::DATE, DATE '9999-12-31')
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
),
cell AS (
  SELECT
    m.* EXCLUDE (as_of), a.base_on IS NOT NULL AS based,
    (m.as_of = a.as_of)::BIGINT AS today, (m.as_of BETWEEN a.year_start AND a.as_of)::BIGINT AS in_year, coalesce(m.as_of = a.base_on, false)::BIGINT AS at_base
  FROM part m, meta.asked a
  WHERE m.union_code IN (SELECT union_code FROM meta.shown_union)
  UNION ALL BY NAME
  SELECT
    '' AS branch_code, '' AS group_code, '98' AS union_code, '' AS commune_code, base_on IS NOT NULL AS based, 0 AS today, 0 AS in_year, 0 AS at_base,
    0 AS in_term, 0 AS overdue, 0 AS frozen, 0 AS disbursed, 0 AS collected, 0 AS interest_paid, 0 AS written_off, 0 AS lending_turns,
    0 AS deposit_balance, 0 AS deposits_in, 0 AS deposits_out
  FROM meta.asked
)
SELECT
  branch_code, group_code, union_code, commune_code,
  today * (in_term + overdue + frozen) AS outstanding,
  today * in_term AS in_term,
  today * overdue AS overdue,
  today * frozen AS frozen,
  CASE WHEN based THEN (today - at_base) * (in_term + overdue + frozen) END AS outstanding_change,
  CASE WHEN based THEN (today - at_base) * overdue END AS overdue_change,
  today * disbursed AS disbursed_month,
  in_year * disbursed AS disbursed_year,
  today * collected AS collected_month,
  in_year * collected AS collected_year,
  today * interest_paid AS interest_month,
  in_year * interest_paid AS interest_year,
  today * written_off AS written_off_month,
  in_year * written_off AS written_off_year,
  today * lending_turns AS turns_month,
  in_year * lending_turns AS turns_year,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposit_balance END AS deposit_balance,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposits_in END AS deposits_in_month,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN in_year * deposits_in END AS deposits_in_year,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN today * deposits_out END AS deposits_out_month,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN in_year * deposits_out END AS deposits_out_year
FROM cell
