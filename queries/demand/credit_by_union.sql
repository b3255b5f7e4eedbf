-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per union.
--   Every union has a row, zeros included; 98 where it has a figure. Asked for one union, that union and the total.
-- grain: a row per union; 00 is the total of the unions shown
-- vi: Kết quả tín dụng theo tổ chức hội
-- en: Credit result by union
-- units: households, đồng, turns
WITH summed AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'in_term', 'overdue', 'frozen', 'short_term', 'medium_term', 'long_term', 'disbursed_month', 'disbursed_year', 'collected_month', 'collected_year',
      'written_off_month', 'written_off_year', 'turns_month', 'turns_year'
    ]))
  FROM meta.asked_cell
  GROUP BY CUBE (union_code)
),
-- Nobody counts for two unions on one day: what is distinct in each adds up.
part AS (
  SELECT union_code, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY union_code
),
counted AS (
  SELECT CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code, sum(households) AS households
  FROM part
  GROUP BY CUBE (union_code)
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name,
    coalesce(k.households, 0) AS households,
    s.* EXCLUDE (union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.union_code = s.union_code
  WHERE a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
