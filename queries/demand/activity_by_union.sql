-- doc: Groups, households, outstanding by class, deposits, and what was lent, collected and saved in the month and from 1 January, per union.
--   Every union has a row, zeros included; 98 where it has a figure. Asked for one union, that union and the total.
-- grain: a row per union; 00 is the total of the unions shown
-- vi: Hoạt động ủy thác theo tổ chức hội
-- en: Entrusted lending by union
-- units: groups, households, đồng, fraction
WITH added AS (
  SELECT
    union_code,
    sum(outstanding) FILTER (today) AS outstanding,
    sum(in_term) FILTER (today) AS in_term,
    sum(overdue) FILTER (today) AS overdue,
    sum(frozen) FILTER (today) AS frozen,
    sum(outstanding) FILTER (at_base) AS outstanding_base,
    sum(overdue) FILTER (at_base) AS overdue_base,
    sum(disbursed) FILTER (today) AS disbursed_month,
    sum(disbursed) FILTER (in_year) AS disbursed_year,
    sum(collected_in_term + collected_overdue + collected_frozen) FILTER (today) AS collected_month,
    sum(collected_in_term + collected_overdue + collected_frozen) FILTER (in_year) AS collected_year,
    sum(interest_paid_in_term + interest_paid_overdue) FILTER (today) AS interest_month,
    sum(interest_paid_in_term + interest_paid_overdue) FILTER (in_year) AS interest_year
  FROM meta.asked_loan
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT
    union_code,
    sum(balance) FILTER (today) AS deposit_balance,
    sum(deposited + interest) FILTER (today) AS deposits_in_month,
    sum(deposited + interest) FILTER (in_year) AS deposits_in_year,
    sum(withdrawn + offset_loan) FILTER (today) AS deposits_out_month,
    sum(withdrawn + offset_loan) FILTER (in_year) AS deposits_out_year
  FROM meta.asked_deposit
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT
    union_code,
    count(DISTINCT group_code) AS groups,
    count(DISTINCT customer_code) AS households
  FROM meta.asked_loan
  WHERE today AND outstanding > 0
  GROUP BY ALL
),
figures AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (union_code)))
  FROM added
  SEMI JOIN meta.shown_union USING (union_code)
  GROUP BY CUBE (union_code)
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name,
    coalesce(f.groups, 0)::BIGINT AS groups,
    coalesce(f.households, 0)::BIGINT AS households,
    coalesce(f.outstanding, 0)::BIGINT AS outstanding,
    coalesce(f.in_term, 0)::BIGINT AS in_term,
    coalesce(f.overdue, 0)::BIGINT AS overdue,
    coalesce(f.frozen, 0)::BIGINT AS frozen,
    f.overdue::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS overdue_ratio,
    CASE WHEN a.base_on IS NOT NULL THEN coalesce(f.outstanding, 0) - coalesce(f.outstanding_base, 0) END::BIGINT AS outstanding_change,
    CASE WHEN a.base_on IS NOT NULL THEN coalesce(f.overdue, 0) - coalesce(f.overdue_base, 0) END::BIGINT AS overdue_change,
    coalesce(f.disbursed_month, 0)::BIGINT AS disbursed_month,
    coalesce(f.disbursed_year, 0)::BIGINT AS disbursed_year,
    coalesce(f.collected_month, 0)::BIGINT AS collected_month,
    coalesce(f.collected_year, 0)::BIGINT AS collected_year,
    coalesce(f.interest_month, 0)::BIGINT AS interest_month,
    coalesce(f.interest_year, 0)::BIGINT AS interest_year,
    CASE WHEN a.programme_code IS NULL THEN coalesce(f.deposit_balance, 0) END::BIGINT AS deposit_balance,
    CASE WHEN a.programme_code IS NULL THEN coalesce(f.deposits_in_month, 0) END::BIGINT AS deposits_in_month,
    CASE WHEN a.programme_code IS NULL THEN coalesce(f.deposits_in_year, 0) END::BIGINT AS deposits_in_year,
    CASE WHEN a.programme_code IS NULL THEN coalesce(f.deposits_out_month, 0) END::BIGINT AS deposits_out_month,
    CASE WHEN a.programme_code IS NULL THEN coalesce(f.deposits_out_year, 0) END::BIGINT AS deposits_out_year
  FROM meta.asked a
  CROSS JOIN meta.shown_union u
  LEFT JOIN figures f ON f.union_code = u.union_code
  WHERE a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
