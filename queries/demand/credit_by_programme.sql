-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per programme and union.
--   Union 00 is the total of the programme, and the programme 00 the total of all. Rows without a figure are left out, but for the total.
-- grain: a row per programme and union; 00 is the total of the rows shown
-- vi: Kết quả tín dụng theo chương trình
-- en: Credit result by programme
-- units: households, đồng, turns
WITH added AS (
  SELECT
    programme_code, union_code,
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
    programme_code, union_code,
    sum(outstanding) FILTER (term = '12') AS short_term,
    sum(outstanding) FILTER (term = '60') AS medium_term,
    sum(outstanding) FILTER (term = 'over') AS long_term
  FROM meta.asked_loan
  JOIN meta.loan_term USING (contract_no)
  WHERE today
  GROUP BY ALL
),
summed AS (
  SELECT
    CASE WHEN grouping(programme_code) = 1 THEN '00' ELSE programme_code END AS programme_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (programme_code, union_code)))
  FROM added
  SEMI JOIN meta.shown_union USING (union_code)
  GROUP BY CUBE (programme_code, union_code)
),
-- Distinct over places, added up over unions: nobody counts for two unions on one day.
counted AS (
  SELECT
    CASE WHEN grouping(programme_code) = 1 THEN '00' ELSE programme_code END AS programme_code, union_code,
    count(DISTINCT customer_code) AS households
  FROM meta.asked_loan
  WHERE today AND outstanding > 0 AND union_code IN (SELECT union_code FROM meta.shown_union)
  GROUP BY GROUPING SETS ((programme_code, union_code), (union_code))
),
counts AS (
  SELECT * FROM counted
  UNION ALL
  SELECT programme_code, '00', sum(households) FROM counted GROUP BY programme_code
),
figures AS (SELECT * FROM summed LEFT JOIN counts USING (programme_code, union_code)),
complete AS (
  SELECT
    a.as_of, f.programme_code, coalesce(n.name, f.programme_code) AS programme_name, u.union_code, u.union_name,
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
  LEFT JOIN meta.named n ON n.kind = 'programme' AND n.code = f.programme_code
)
SELECT * FROM complete
WHERE (programme_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, programme_code, programme_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, programme_code, programme_name, union_code, union_name))) < 0
