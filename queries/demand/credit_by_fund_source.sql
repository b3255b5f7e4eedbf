-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per fund source and union.
--   Union 00 is the total of the fund source, and the fund source 00 the total of all. The total counts a household or group once. Rows without a figure are left out, but for the total.
-- grain: a row per fund source and union; 00 is the total of the rows shown
-- vi: Kết quả tín dụng theo nguồn vốn
-- en: Credit result by fund source
-- units: households, đồng, turns
WITH summed AS (
  SELECT
    CASE WHEN grouping(fund_source) = 1 THEN '00' ELSE fund_source END AS fund_source,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'in_term', 'overdue', 'frozen', 'short_term', 'medium_term', 'long_term', 'disbursed_month', 'disbursed_year', 'collected_month', 'collected_year',
      'written_off_month', 'written_off_year', 'turns_month', 'turns_year'
    ]))
  FROM meta.asked_cell
  WHERE NOT saved
  GROUP BY CUBE (fund_source, union_code)
),
-- Distinct over fund sources, added up over unions: nobody counts for two unions on one day.
part AS (
  SELECT CASE WHEN grouping(fund_source) = 1 THEN '00' ELSE fund_source END AS fund_source, union_code, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY GROUPING SETS ((fund_source, union_code), (union_code))
),
counted AS (
  SELECT
    fund_source, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(households) AS households
  FROM part
  GROUP BY GROUPING SETS ((fund_source, union_code), (fund_source))
),
complete AS (
  SELECT
    a.as_of, s.fund_source, coalesce(n.name, s.fund_source) AS fund_source_name, u.union_code, u.union_name,
    coalesce(k.households, 0) AS households,
    s.* EXCLUDE (fund_source, union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.fund_source = s.fund_source AND k.union_code = s.union_code
  LEFT JOIN meta.named n ON n.kind = 'fund_source' AND n.code = s.fund_source
)
SELECT * FROM complete
WHERE (fund_source = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, fund_source, fund_source_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, fund_source, fund_source_name, union_code, union_name))) < 0
