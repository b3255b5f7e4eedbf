-- doc: Lent, collected, written off and lending turns of the month and from 1 January, customers, and outstanding by class and by term, per savings group.
--   The empty group holds customers without a group. Groups without a figure are left out; 00 is the total.
-- grain: a row per group; 00 is the total of the groups shown
-- vi: Kết quả tín dụng theo tổ
-- en: Credit result by group
-- units: households, đồng, turns
WITH summed AS (
  SELECT
    CASE WHEN grouping(group_code) = 1 THEN '00' ELSE group_code END AS group_code,
    CASE WHEN grouping(group_code) = 1 THEN '00' ELSE any_value(union_code) END AS union_code,
    CASE WHEN grouping(group_code) = 1 THEN '00' ELSE any_value(commune_code) END AS commune_code,
    sum(COLUMNS([
      'in_term', 'overdue', 'frozen', 'disbursed_month', 'disbursed_year', 'collected_month', 'collected_year', 'written_off_month', 'written_off_year',
      'turns_month', 'turns_year'
    ]))
  FROM meta.asked_group
  GROUP BY CUBE (group_code)
),
-- Nobody counts for two groups on one day: what is distinct in each adds up.
part AS (
  SELECT
    coalesce(d.group_code, '') AS group_code, sum(d.sole_households) + count(DISTINCT d.customer_code) AS households,
    coalesce(sum(d.outstanding) FILTER (d.term = '12'), 0) AS short_term,
    coalesce(sum(d.outstanding) FILTER (d.term = '60'), 0) AS medium_term,
    coalesce(sum(d.outstanding) FILTER (d.term = 'over'), 0) AS long_term
  FROM meta.asked_owing d
  GROUP BY ALL
),
counted AS (
  SELECT CASE WHEN grouping(group_code) = 1 THEN '00' ELSE group_code END AS group_code, sum(COLUMNS(* EXCLUDE (group_code)))
  FROM part
  GROUP BY CUBE (group_code)
),
complete AS (
  SELECT
    a.as_of, s.group_code, s.union_code, s.commune_code, coalesce(n.name, s.commune_code) AS commune_name,
    coalesce(k.households, 0) AS households,
    coalesce(k.short_term, 0) AS short_term, coalesce(k.medium_term, 0) AS medium_term, coalesce(k.long_term, 0) AS long_term,
    s.* EXCLUDE (group_code, union_code, commune_code)
  FROM meta.asked a
  CROSS JOIN summed s
  LEFT JOIN counted k ON k.group_code = s.group_code
  LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = s.commune_code
)
SELECT * FROM complete
WHERE group_code = '00'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, group_code, union_code, commune_code, commune_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, group_code, union_code, commune_code, commune_name))) < 0
