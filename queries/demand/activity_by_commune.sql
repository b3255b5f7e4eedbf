-- doc: Groups, households, outstanding by class, deposits, and what was lent, collected and saved in the month and from 1 January, per commune and union.
--   Union 00 is the total of the commune, and the commune 00 the total of all. The empty commune holds customers without a group. Rows without a figure are left out, but for the total.
-- grain: a row per commune and union; 00 is the total of the rows shown
-- vi: Hoạt động ủy thác theo xã
-- en: Entrusted lending by commune
-- units: groups, households, đồng, fraction
WITH summed AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'outstanding', 'in_term', 'overdue', 'frozen', 'outstanding_change', 'overdue_change', 'disbursed_month', 'disbursed_year', 'collected_month',
      'collected_year', 'interest_month', 'interest_year', 'deposit_balance', 'deposits_in_month', 'deposits_in_year', 'deposits_out_month',
      'deposits_out_year'
    ]))
  FROM meta.asked_cell
  GROUP BY CUBE (commune_code, union_code)
),
-- Nobody counts for two unions or communes on one day: what is distinct in one of both adds up.
part AS (
  SELECT commune_code, union_code, count(DISTINCT group_code) AS groups, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY commune_code, union_code
),
counted AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(groups) AS groups, sum(households) AS households
  FROM part
  GROUP BY CUBE (commune_code, union_code)
),
complete AS (
  SELECT
    a.as_of, s.commune_code, coalesce(n.name, s.commune_code) AS commune_name, u.union_code, u.union_name,
    coalesce(k.groups, 0) AS groups, coalesce(k.households, 0) AS households,
    s.overdue::DOUBLE / nullif(s.outstanding, 0)::DOUBLE AS overdue_ratio,
    s.* EXCLUDE (commune_code, union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.commune_code = s.commune_code AND k.union_code = s.union_code
  LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = s.commune_code
)
SELECT * FROM complete
WHERE (commune_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) < 0
