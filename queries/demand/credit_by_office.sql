-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per office and union.
--   Union 00 is the total of the office, and the office 00 the total of all. Customers without a group count at the offices of their contracts, and once in the total. Rows without a figure are left out, but for the total.
-- grain: a row per office and union; 00 is the total of the rows shown
-- vi: Kết quả tín dụng theo phòng giao dịch
-- en: Credit result by office
-- units: households, đồng, turns
WITH summed AS (
  SELECT
    CASE WHEN grouping(office_code) = 1 THEN '00' ELSE office_code END AS office_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'in_term', 'overdue', 'frozen', 'short_term', 'medium_term', 'long_term', 'disbursed_month', 'disbursed_year', 'collected_month', 'collected_year',
      'written_off_month', 'written_off_year', 'turns_month', 'turns_year'
    ]))
  FROM meta.asked_cell
  GROUP BY CUBE (office_code, union_code)
),
-- Distinct over offices, added up over unions: nobody counts for two unions on one day.
part AS (
  SELECT CASE WHEN grouping(office_code) = 1 THEN '00' ELSE office_code END AS office_code, union_code, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY GROUPING SETS ((office_code, union_code), (union_code))
),
counted AS (
  SELECT
    office_code, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(households) AS households
  FROM part
  GROUP BY GROUPING SETS ((office_code, union_code), (office_code))
),
complete AS (
  SELECT
    a.as_of, s.office_code, coalesce(n.name, s.office_code) AS office_name, u.union_code, u.union_name,
    coalesce(k.households, 0) AS households,
    s.* EXCLUDE (office_code, union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.office_code = s.office_code AND k.union_code = s.union_code
  LEFT JOIN meta.named n ON n.kind = 'office' AND n.code = s.office_code
)
SELECT * FROM complete
WHERE (office_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, office_code, office_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, office_code, office_name, union_code, union_name))) < 0
