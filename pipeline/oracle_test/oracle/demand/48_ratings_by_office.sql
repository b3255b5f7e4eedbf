-- doc: ratings_by_office
-- grain: as_of, office_code, union_code
WITH place AS (
  SELECT l.*, p.place, p.hall
  FROM lent l, LATERAL (SELECT unnest([coalesce(l.office_code, ''), '00', coalesce(l.office_code, ''), '00']) AS place, unnest([l.union_code, l.union_code, '00', '00']) AS hall) p
  WHERE l.now AND l.outstanding > 0
), graded AS (
  SELECT place, hall,
    count(*) AS groups, count(*) FILTER (score >= 85) AS good, count(*) FILTER (score BETWEEN 70 AND 84) AS fair,
    count(*) FILTER (score BETWEEN 50 AND 69) AS average, count(*) FILTER (score < 50) AS weak, count(*) FILTER (score IS NULL) AS unrated
  FROM (SELECT DISTINCT p.place, p.hall, p.group_code, f.score FROM place p JOIN group_fact f ON f.as_of = p.as_of AND f.group_code = p.group_code AND f.branch_code IS NULL)
  GROUP BY ALL
), idle AS (
  SELECT place, hall,
    count(*) FILTER (last_activity_on >= cut_6) AS inactive_3_loans, count(*) FILTER (last_activity_on < cut_6 AND last_activity_on >= cut_12) AS inactive_6_loans,
    count(*) FILTER (last_activity_on < cut_12) AS inactive_12_loans, sum(outstanding) AS inactive
  FROM place JOIN day USING (as_of) WHERE inactive
  GROUP BY ALL
), every AS (
  SELECT place, hall FROM graded UNION SELECT place, hall FROM idle UNION SELECT '00', '00'
)
SELECT a.as_of, e.place AS office_code, coalesce(n.name, e.place) AS office_name, e.hall AS union_code, coalesce(u.name_vi, 'Tổng cộng') AS union_name,
  coalesce(groups, 0) AS groups, coalesce(good, 0) AS good, coalesce(fair, 0) AS fair, coalesce(average, 0) AS average, coalesce(weak, 0) AS weak, coalesce(unrated, 0) AS unrated,
  coalesce(inactive_3_loans, 0) AS inactive_3_loans, coalesce(inactive_6_loans, 0) AS inactive_6_loans, coalesce(inactive_12_loans, 0) AS inactive_12_loans, coalesce(inactive, 0) AS inactive
FROM every e CROSS JOIN asked a LEFT JOIN graded USING (place, hall) LEFT JOIN idle USING (place, hall)
LEFT JOIN label n ON n.kind = 'office' AND n.key = e.place LEFT JOIN union_list u ON u.union_code = e.hall
