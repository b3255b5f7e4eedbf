-- doc: Stocks per union in the scope asked for, on the day (moment = 'day') and on the day that changes are measured against (moment = 'base'), as indicator.nation_month has them for
--   everything: distinct over branches. A row of zeros for each union is always here. NULL where a programme is asked for: members, deposits, and how small a group is.
-- grain: several rows per day and union, to be added up
WITH at_day AS (
  SELECT 'day' AS moment, as_of, programme_code IS NULL AS whole FROM meta.asked
  UNION ALL
  SELECT 'base', base_on, programme_code IS NULL FROM meta.asked WHERE base_on IS NOT NULL
),
lent AS (
  SELECT
    d.moment, d.as_of, m.union_code, m.group_code, sum(m.outstanding) AS outstanding, sum(m.overdue) AS overdue,
    sum(m.sole_households) + count(DISTINCT nullif(m.customer_code, '')) AS households
  FROM indicator.debt_month m
  JOIN at_day d USING (as_of)
  -- A constant, which spares reading other days; the join says the same of the day that is taken when none is asked for.
  WHERE (getvariable('as_of')::DATE IS NULL OR m.as_of IN (getvariable('as_of')::DATE, make_date(year(getvariable('as_of')::DATE) - 1, 12, 31)))
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('programme_code')::VARCHAR IS NULL OR m.programme_code = getvariable('programme_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
  GROUP BY ALL
),
-- Members, and deposits of groups, over their branches; and deposits of customers without a group, who may be members of one that is not known.
saved AS (
  SELECT
    d.moment, m.union_code, m.group_code, sum(m.deposit_balance) FILTER (m.group_code <> '') AS balance, sum(m.savers) FILTER (m.group_code <> '') AS savers, sum(m.members) AS members
  FROM indicator.group_month m
  JOIN at_day d USING (as_of)
  WHERE d.whole AND m.union_code <> '99'
    AND (getvariable('as_of')::DATE IS NULL OR m.as_of IN (getvariable('as_of')::DATE, make_date(year(getvariable('as_of')::DATE) - 1, 12, 31)))
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
  GROUP BY ALL
  UNION ALL
  SELECT d.moment, m.union_code, '', sum(m.balance), count(*) FILTER (m.member AND m.balance > 0), 0
  FROM fact.deposit_month m
  JOIN at_day d USING (as_of)
  WHERE d.whole AND m.group_code IS NULL
    AND (getvariable('as_of')::DATE IS NULL OR m.as_of IN (getvariable('as_of')::DATE, make_date(year(getvariable('as_of')::DATE) - 1, 12, 31)))
    AND (getvariable('union_code')::VARCHAR IS NULL OR m.union_code = getvariable('union_code')::VARCHAR)
    AND (getvariable('office_code')::VARCHAR IS NULL OR m.office_code = getvariable('office_code')::VARCHAR)
    AND (getvariable('commune_code')::VARCHAR IS NULL OR m.commune_code = getvariable('commune_code')::VARCHAR)
    AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
  GROUP BY ALL
),
part AS (
  SELECT
    l.moment, l.union_code, l.outstanding, l.overdue, l.households,
    (l.group_code <> '' AND l.outstanding > 0)::BIGINT AS groups,
    (l.group_code <> '' AND l.outstanding > 0 AND coalesce(s.balance, 0) > 0)::BIGINT AS deposit_groups,
    (l.group_code <> '' AND l.outstanding > 0 AND l.households < 20)::BIGINT AS small,
    (l.group_code <> '' AND l.overdue > 0)::BIGINT AS overdue_groups,
    (l.group_code <> '' AND l.overdue * 100 > l.outstanding * 2)::BIGINT AS over_2pct,
    (l.group_code <> '' AND l.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'good')::BIGINT AS good,
    (l.group_code <> '' AND l.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'fair')::BIGINT AS fair,
    (l.group_code <> '' AND l.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'average')::BIGINT AS average,
    (l.group_code <> '' AND l.outstanding > 0 AND r.rating IS NOT DISTINCT FROM 'weak')::BIGINT AS weak,
    (l.group_code <> '' AND l.outstanding > 0 AND r.rating IS NULL)::BIGINT AS unrated
  FROM lent l
  LEFT JOIN saved s ON s.moment = l.moment AND s.union_code = l.union_code AND nullif(s.group_code, '') = l.group_code
  LEFT JOIN meta.group_rating r ON r.as_of = l.as_of AND r.group_code = l.group_code
  UNION ALL BY NAME
  SELECT moment, union_code, balance, savers, members FROM saved
  UNION ALL BY NAME
  SELECT d.moment, u.union_code FROM at_day d, meta.shown_union u, meta.asked a WHERE u.union_code <> '00' AND (a.union_code IS NULL OR u.union_code = a.union_code)
)
SELECT
  p.moment, p.union_code,
  coalesce(p.groups, 0) AS groups, coalesce(p.households, 0) AS households, coalesce(p.outstanding, 0) AS outstanding, coalesce(p.overdue, 0) AS overdue,
  coalesce(p.overdue_groups, 0) AS overdue_groups, coalesce(p.over_2pct, 0) AS over_2pct,
  coalesce(p.good, 0) AS good, coalesce(p.fair, 0) AS fair, coalesce(p.average, 0) AS average, coalesce(p.weak, 0) AS weak, coalesce(p.unrated, 0) AS unrated,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN coalesce(p.members, 0) END AS members,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN coalesce(p.savers, 0) END AS savers,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN coalesce(p.balance, 0) END AS balance,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN coalesce(p.deposit_groups, 0) END AS deposit_groups,
  CASE WHEN getvariable('programme_code')::VARCHAR IS NULL THEN coalesce(p.small, 0) END AS small
FROM part p
SEMI JOIN meta.shown_union u USING (union_code)
