-- doc: Groups, households, outstanding by class, deposits, and what was lent, collected and saved in the month and from 1 January, per union.
--   Every union has a row, zeros included; 98 where it has a figure. Asked for one union, that union and the total.
-- grain: a row per union; 00 is the total of the unions shown
-- vi: Hoạt động ủy thác theo tổ chức hội
-- en: Entrusted lending by union
-- units: groups, households, đồng, fraction
WITH summed AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'outstanding', 'in_term', 'overdue', 'frozen', 'outstanding_change', 'overdue_change', 'disbursed_month', 'disbursed_year', 'collected_month',
      'collected_year', 'interest_month', 'interest_year', 'deposit_balance', 'deposits_in_month', 'deposits_in_year', 'deposits_out_month',
      'deposits_out_year'
    ]))
  FROM meta.asked_cell
  GROUP BY CUBE (union_code)
),
-- Nobody counts for two unions on one day: what is distinct in each adds up.
part AS (
  SELECT union_code, count(DISTINCT group_code) AS groups, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY union_code
),
counted AS (
  SELECT CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code, sum(groups) AS groups, sum(households) AS households
  FROM part
  GROUP BY CUBE (union_code)
),
complete AS (
  SELECT
    a.as_of, u.union_code, u.union_name,
    coalesce(k.groups, 0) AS groups, coalesce(k.households, 0) AS households,
    s.overdue::DOUBLE / nullif(s.outstanding, 0)::DOUBLE AS overdue_ratio,
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
