-- doc: Groups, households, outstanding by class, and what was lent and collected in the month and from 1 January, per programme and union.
--   Union 00 is the total of the programme, and the programme 00 the total of all. The total counts a household or group once. Rows without a figure are left out, but for the total.
-- grain: a row per programme and union; 00 is the total of the rows shown
-- vi: Hoạt động ủy thác theo chương trình
-- en: Entrusted lending by programme
-- units: groups, households, đồng, fraction
WITH summed AS (
  SELECT
    CASE WHEN grouping(programme_code) = 1 THEN '00' ELSE programme_code END AS programme_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'outstanding', 'in_term', 'overdue', 'frozen', 'outstanding_change', 'overdue_change', 'disbursed_month', 'disbursed_year', 'collected_month',
      'collected_year', 'interest_month', 'interest_year'
    ]))
  FROM meta.asked_cell
  WHERE NOT saved
  GROUP BY CUBE (programme_code, union_code)
),
-- Distinct over programmes, added up over unions: nobody counts for two unions on one day.
part AS (
  SELECT CASE WHEN grouping(programme_code) = 1 THEN '00' ELSE programme_code END AS programme_code, union_code, count(DISTINCT group_code) AS groups, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY GROUPING SETS ((programme_code, union_code), (union_code))
),
counted AS (
  SELECT
    programme_code, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(groups) AS groups, sum(households) AS households
  FROM part
  GROUP BY GROUPING SETS ((programme_code, union_code), (programme_code))
),
complete AS (
  SELECT
    a.as_of, s.programme_code, coalesce(n.name, s.programme_code) AS programme_name, u.union_code, u.union_name,
    coalesce(k.groups, 0) AS groups, coalesce(k.households, 0) AS households,
    s.overdue::DOUBLE / nullif(s.outstanding, 0)::DOUBLE AS overdue_ratio,
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
