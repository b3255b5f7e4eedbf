-- doc: Groups with debt that a figure counts on the day last_on: small, overdue, over 2 %, or of a rating. The amount is the group's outstanding; of overdue figures its overdue.
-- grain: a row per group
WITH lent AS (
  SELECT
    group_code, any_value(union_code) AS union_code, any_value(commune_code) AS commune_code, any_value(office_code) AS office_code,
    sum(outstanding)::BIGINT AS outstanding, sum(overdue)::BIGINT AS overdue, count(DISTINCT customer_code) FILTER (outstanding > 0) AS households
  FROM fact.loan_month
  WHERE as_of = getvariable('last_on')::DATE AND group_code IS NOT NULL
    AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
    AND (getvariable('row_office') IS NULL OR office_code = getvariable('row_office')::VARCHAR)
    AND (getvariable('row_programme') IS NULL OR programme_code = getvariable('row_programme')::VARCHAR)
  GROUP BY group_code
  HAVING sum(outstanding) > 0
),
standing AS (
  SELECT group_code, sum(deposit_balance) AS deposit_balance
  FROM indicator.group_month
  WHERE as_of = getvariable('last_on')::DATE
  GROUP BY group_code
),
picked AS (
  SELECT l.*, r.score, r.rating, coalesce(s.deposit_balance, 0) AS deposit_balance
  FROM lent l
  LEFT JOIN standing s USING (group_code)
  LEFT JOIN meta.group_rating r ON r.group_code = l.group_code AND r.as_of = getvariable('last_on')::DATE
  WHERE CASE WHEN getvariable('row_union') IS NULL THEN l.union_code IN (SELECT union_code FROM meta.shown_union) ELSE l.union_code = getvariable('row_union')::VARCHAR END
    AND (getvariable('row_commune') IS NULL OR l.commune_code = getvariable('row_commune')::VARCHAR)
    AND (getvariable('row_group') IS NULL OR l.group_code = getvariable('row_group')::VARCHAR)
)
SELECT
  group_code, union_code, commune_code, office_code, households::BIGINT AS households, score,
  CASE WHEN getvariable('measure')::VARCHAR IN ('overdue_groups', 'over_2pct_groups') THEN overdue ELSE outstanding END AS amount
FROM picked
WHERE CASE getvariable('measure')::VARCHAR
  WHEN 'deposit_groups' THEN deposit_balance > 0
  WHEN 'small_groups' THEN households < 20
  WHEN 'overdue_groups' THEN overdue > 0
  WHEN 'over_2pct_groups' THEN overdue * 100 > outstanding * 2
  WHEN 'rating_good' THEN rating = 'good'
  WHEN 'rating_fair' THEN rating = 'fair'
  WHEN 'rating_average' THEN rating = 'average'
  WHEN 'rating_weak' THEN rating = 'weak'
  WHEN 'rating_unrated' THEN rating IS NULL
END
