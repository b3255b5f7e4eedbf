-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per programme and union.
--   Union 00 is the total of the programme, and the programme 00 the total of all. The total counts a household or group once. Rows without a figure are left out, but for the total.
-- grain: a row per programme and union; 00 is the total of the rows shown
-- vi: Kết quả tín dụng theo chương trình
-- en: Credit result by programme
-- units: households, đồng, turns
WITH summed AS (
  SELECT
    CASE WHEN grouping(programme_code) = 1 THEN '00' ELSE programme_code END AS programme_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'in_term', 'overdue', 'frozen', 'short_term', 'medium_term', 'long_term', 'disbursed_month', 'disbursed_year', 'collected_month', 'collected_year',
      'written_off_month', 'written_off_year', 'turns_month', 'turns_year'
    ]))
  FROM meta.asked_cell
  WHERE NOT saved
  GROUP BY CUBE (programme_code, union_code)
),
-- Distinct over programmes, added up over unions: nobody counts for two unions on one day.
part AS (
  SELECT CASE WHEN grouping(programme_code) = 1 THEN '00' ELSE programme_code END AS programme_code, union_code, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY GROUPING SETS ((programme_code, union_code), (union_code))
),
counted AS (
  SELECT
    programme_code, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(households) AS households
  FROM part
  GROUP BY GROUPING SETS ((programme_code, union_code), (programme_code))
),
complete AS (
  SELECT
    a.as_of, s.programme_code, coalesce(n.name, s.programme_code) AS programme_name, u.union_code, u.union_name,
    coalesce(k.households, 0) AS households,
    s.* EXCLUDE (programme_code, union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.programme_code = s.programme_code AND k.union_code = s.union_code
  LEFT JOIN meta.named n ON n.kind = 'programme' AND n.code = s.programme_code
)
SELECT * FROM complete
WHERE (programme_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, programme_code, programme_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, programme_code, programme_name, union_code, union_name))) < 0
