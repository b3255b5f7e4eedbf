-- doc: stocks of every union within what is asked, on the day and on the day to compare with
-- grain: moment, union_code
WITH moment AS (
  SELECT 'day' AS moment, as_of AS on_day, a.* EXCLUDE (as_of) FROM asked a
  UNION ALL
  SELECT 'base', base_on, a.* EXCLUDE (as_of) FROM asked a JOIN day d USING (as_of) WHERE d.has_base
), loan AS (
  SELECT t.moment, m.* FROM moment t JOIN loan_month m ON m.as_of = t.on_day
  WHERE m.lending_method = '2' AND coalesce(m.union_code = t.union_code, true) AND (t.office_code IS NULL OR m.office_code = t.office_code)
    AND (t.commune_code IS NULL OR m.commune_code = t.commune_code) AND coalesce(m.programme_code = t.programme_code, true) AND coalesce(m.branch_code = t.branch_code, true)
), deposit AS (
  SELECT t.moment, m.* FROM moment t JOIN deposit_month m ON m.as_of = t.on_day
  WHERE coalesce(m.union_code = t.union_code, true) AND (t.office_code IS NULL OR m.office_code = t.office_code)
    AND (t.commune_code IS NULL OR m.commune_code = t.commune_code) AND coalesce(m.branch_code = t.branch_code, true)
), person AS (
  SELECT t.moment, m.* FROM moment t JOIN member m ON m.as_of = t.on_day
  WHERE coalesce(m.union_code = t.union_code, true) AND (t.office_code IS NULL OR m.office_code = t.office_code)
    AND (t.commune_code IS NULL OR m.commune_code = t.commune_code) AND (t.branch_code IS NULL OR m.branch_code = t.branch_code)
), owing AS (
  SELECT moment, union_code, group_code, as_of, sum(outstanding) AS outstanding, sum(overdue) AS overdue, count(DISTINCT CASE WHEN outstanding > 0 THEN customer_code END) AS households
  FROM loan WHERE group_code IS NOT NULL GROUP BY ALL HAVING sum(outstanding) > 0
), graded AS (
  SELECT o.*, f.score, coalesce((SELECT sum(balance) FROM deposit s WHERE s.moment = o.moment AND s.group_code = o.group_code), 0) AS deposits
  FROM owing o LEFT JOIN group_fact f ON f.as_of = o.as_of AND f.group_code = o.group_code AND f.branch_code IS NULL
)
SELECT t.moment, u.union_code,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code) AS groups,
  (SELECT count(DISTINCT customer_code) FROM loan l WHERE l.moment = t.moment AND l.union_code = u.union_code AND l.outstanding > 0) AS households,
  (SELECT coalesce(sum(outstanding), 0) FROM loan l WHERE l.moment = t.moment AND l.union_code = u.union_code) AS outstanding,
  (SELECT coalesce(sum(overdue), 0) FROM loan l WHERE l.moment = t.moment AND l.union_code = u.union_code) AS overdue,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.overdue > 0) AS overdue_groups,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND 50 * g.overdue > g.outstanding) AS over_2pct,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.score >= 85) AS good,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.score BETWEEN 70 AND 84) AS fair,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.score BETWEEN 50 AND 69) AS average,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.score < 50) AS weak,
  (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.score IS NULL) AS unrated,
  CASE WHEN t.programme_code IS NULL THEN (SELECT count(*) FROM person p WHERE p.moment = t.moment AND p.union_code = u.union_code) END AS members,
  CASE WHEN t.programme_code IS NULL THEN (SELECT count(DISTINCT customer_code) FROM deposit s WHERE s.moment = t.moment AND s.union_code = u.union_code AND s.member AND s.balance > 0) END AS savers,
  CASE WHEN t.programme_code IS NULL THEN (SELECT coalesce(sum(balance), 0) FROM deposit s WHERE s.moment = t.moment AND s.union_code = u.union_code) END AS balance,
  CASE WHEN t.programme_code IS NULL THEN (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.deposits > 0) END AS deposit_groups,
  CASE WHEN t.programme_code IS NULL THEN (SELECT count(*) FROM graded g WHERE g.moment = t.moment AND g.union_code = u.union_code AND g.households < 20) END AS small
FROM moment t CROSS JOIN union_list u
