-- doc: group_sheet
-- grain: as_of, group_code
WITH grade AS (
  SELECT group_code, month_end, overdue_points + session_points + interest_points + due_points + deposit_points + saver_points AS score, * EXCLUDE (group_code, month_end) FROM src.group_score
), span AS (
  SELECT a.as_of, greatest((SELECT min(month_start) FROM day), (date_trunc('month', a.as_of) - INTERVAL 11 MONTH)::DATE) AS since, a.branch_code FROM asked a
), figure AS (
  SELECT a.as_of, c.group_code, c.union_code, c.commune_code, c.commune_name, c.members,
    (SELECT count(DISTINCT m.customer_code) FROM member m JOIN lent l ON l.customer_code = m.customer_code AND l.now AND l.outstanding > 0 AND l.group_code = c.group_code
      WHERE m.as_of = a.as_of AND m.group_code = c.group_code) AS members_with_debt,
    (SELECT count(*) FROM saved s WHERE s.now AND s.member AND s.balance > 0 AND s.group_code = c.group_code) AS savers,
    (SELECT count(DISTINCT m.customer_code) FROM member m JOIN lent l ON l.customer_code = m.customer_code AND l.now AND l.outstanding > 0 AND l.group_code = c.group_code
      JOIN stale_interest i ON i.customer_code = m.customer_code AND i.outstanding > 0
      WHERE m.as_of = a.as_of AND m.group_code = c.group_code) AS interest_late_members,
    (SELECT count(*) FROM saved s WHERE s.now AND s.regular_saver AND s.group_code = c.group_code) AS regular_savers,
    (SELECT coalesce(sum(outstanding), 0) FROM lent l WHERE l.now AND l.group_code = c.group_code) AS outstanding,
    (SELECT coalesce(sum(in_term), 0) FROM lent l WHERE l.now AND l.group_code = c.group_code) AS in_term,
    (SELECT coalesce(sum(overdue), 0) FROM lent l WHERE l.now AND l.group_code = c.group_code) AS overdue,
    (SELECT coalesce(sum(frozen), 0) FROM lent l WHERE l.now AND l.group_code = c.group_code) AS frozen,
    (SELECT coalesce(sum(unpaid_interest_in_term + unpaid_interest_overdue), 0) FROM lent l WHERE l.now AND l.group_code = c.group_code) AS unpaid_interest,
    (SELECT coalesce(sum(balance), 0) FROM saved s WHERE s.now AND s.group_code = c.group_code) AS deposit_balance,
    (SELECT coalesce(sum(deposited + interest), 0) FROM deposit_month m, span WHERE m.group_code = c.group_code AND m.as_of BETWEEN span.since AND span.as_of
      AND (span.branch_code IS NULL OR m.branch_code = span.branch_code)) AS put_in,
    n.score, n.score - b.score AS score_change,
    CASE WHEN n.score >= 85 THEN 'good' WHEN n.score >= 70 THEN 'fair' WHEN n.score >= 50 THEN 'average' WHEN n.score >= 0 THEN 'weak' ELSE 'unrated' END AS rating,
    30 - n.overdue_points AS overdue_lost, 20 - n.session_points AS session_lost, 20 - n.interest_points AS interest_lost, 15 - n.due_points AS due_lost,
    10 - n.deposit_points AS deposit_lost, 5 - n.saver_points AS saver_lost, c.open
  FROM asked a JOIN day d USING (as_of) CROSS JOIN crowd c
  LEFT JOIN grade n ON n.group_code = c.group_code AND n.month_end = d.score_month
  LEFT JOIN grade b ON b.group_code = c.group_code AND b.month_end = (date_trunc('month', d.score_month) - INTERVAL 1 DAY)::DATE
), listed AS (
  SELECT * EXCLUDE (open), members_with_debt - interest_late_members AS interest_paid_members, members - regular_savers AS irregular_savers
  FROM figure WHERE open OR outstanding > 0 OR deposit_balance > 0
), line AS (
  SELECT * FROM listed
  UNION ALL BY NAME
  SELECT a.as_of, '00' AS group_code, '00' AS union_code, '' AS commune_code, '' AS commune_name, coalesce(sum(members), 0) AS members, coalesce(sum(members_with_debt), 0) AS members_with_debt,
    coalesce(sum(savers), 0) AS savers, coalesce(sum(interest_late_members), 0) AS interest_late_members, coalesce(sum(interest_paid_members), 0) AS interest_paid_members,
    coalesce(sum(regular_savers), 0) AS regular_savers, coalesce(sum(irregular_savers), 0) AS irregular_savers, coalesce(sum(outstanding), 0) AS outstanding, coalesce(sum(in_term), 0) AS in_term,
    coalesce(sum(overdue), 0) AS overdue, coalesce(sum(frozen), 0) AS frozen, coalesce(sum(unpaid_interest), 0) AS unpaid_interest, coalesce(sum(deposit_balance), 0) AS deposit_balance,
    coalesce(sum(put_in), 0) AS put_in
  FROM asked a LEFT JOIN listed ON true WHERE a.programme_code IS NULL GROUP BY a.as_of
)
SELECT l.* EXCLUDE (put_in),
  CASE WHEN members > 0 THEN CASE WHEN put_in < 0 THEN -1 ELSE 1 END * floor((abs(put_in) * 2 + members * months)::HUGEINT::DOUBLE / (2 * members * months))::BIGINT END AS deposits_per_member,
  CASE WHEN outstanding <> 0 THEN overdue::DOUBLE / outstanding::DOUBLE END AS overdue_ratio, CASE WHEN outstanding <> 0 THEN frozen::DOUBLE / outstanding::DOUBLE END AS frozen_ratio
FROM line l CROSS JOIN (SELECT datediff('month', since, as_of) + 1 AS months FROM span)
