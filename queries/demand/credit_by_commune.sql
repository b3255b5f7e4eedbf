-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per commune and union.
--   Union 00 is the total of the commune, and the commune 00 the total of all. The empty commune holds customers without a group. Rows without a figure are left out, but for the total.
-- grain: a row per commune and union; 00 is the total of the rows shown
-- vi: Kết quả tín dụng theo xã
-- en: Credit result by commune
-- units: households, đồng, turns
WITH added AS (
  SELECT
    coalesce(commune_code, '') AS commune_code, union_code,
    sum(in_term) FILTER (today) AS in_term,
    sum(overdue) FILTER (today) AS overdue,
    sum(frozen) FILTER (today) AS frozen,
    sum(disbursed) FILTER (today) AS disbursed_month,
    sum(disbursed) FILTER (in_year) AS disbursed_year,
    sum(collected_in_term + collected_overdue + collected_frozen) FILTER (today) AS collected_month,
    sum(collected_in_term + collected_overdue + collected_frozen) FILTER (in_year) AS collected_year,
    sum(written_off_in_term + written_off_overdue + written_off_frozen) FILTER (today) AS written_off_month,
    sum(written_off_in_term + written_off_overdue + written_off_frozen) FILTER (in_year) AS written_off_year,
    sum(lending_turns) FILTER (today) AS turns_month,
    sum(lending_turns) FILTER (in_year) AS turns_year
  FROM meta.asked_loan
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT
    coalesce(commune_code, '') AS commune_code, union_code,
    sum(outstanding) FILTER (term = '12') AS short_term,
    sum(outstanding) FILTER (term = '60') AS medium_term,
    sum(outstanding) FILTER (term = 'over') AS long_term
  FROM meta.asked_loan
  JOIN meta.loan_term USING (contract_no)
  WHERE today
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT
    coalesce(commune_code, '') AS commune_code, union_code,
    count(DISTINCT customer_code) AS households
  FROM meta.asked_loan
  WHERE today AND outstanding > 0
  GROUP BY ALL
),
figures AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (commune_code, union_code)))
  FROM added
  SEMI JOIN meta.shown_union USING (union_code)
  GROUP BY CUBE (commune_code, union_code)
),
complete AS (
  SELECT
    a.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, u.union_code, u.union_name,
    coalesce(f.households, 0)::BIGINT AS households,
    coalesce(f.in_term, 0)::BIGINT AS in_term,
    coalesce(f.overdue, 0)::BIGINT AS overdue,
    coalesce(f.frozen, 0)::BIGINT AS frozen,
    coalesce(f.short_term, 0)::BIGINT AS short_term,
    coalesce(f.medium_term, 0)::BIGINT AS medium_term,
    coalesce(f.long_term, 0)::BIGINT AS long_term,
    coalesce(f.disbursed_month, 0)::BIGINT AS disbursed_month,
    coalesce(f.disbursed_year, 0)::BIGINT AS disbursed_year,
    coalesce(f.collected_month, 0)::BIGINT AS collected_month,
    coalesce(f.collected_year, 0)::BIGINT AS collected_year,
    coalesce(f.written_off_month, 0)::BIGINT AS written_off_month,
    coalesce(f.written_off_year, 0)::BIGINT AS written_off_year,
    coalesce(f.turns_month, 0)::BIGINT AS turns_month,
    coalesce(f.turns_year, 0)::BIGINT AS turns_year
  FROM meta.asked a
  CROSS JOIN figures f
  JOIN meta.shown_union u ON u.union_code = f.union_code
  LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
)
SELECT * FROM complete
WHERE (commune_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) < 0
