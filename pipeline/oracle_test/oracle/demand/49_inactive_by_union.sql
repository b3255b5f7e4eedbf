-- doc: inactive_by_union
-- grain: as_of, union_code
WITH idle AS (
  SELECT union_code, outstanding, last_activity_on, cut_6, cut_12 FROM lent JOIN day USING (as_of) WHERE now AND inactive
), row AS (
  SELECT union_code, name_vi AS union_name, union_code AS part FROM union_list UNION ALL SELECT '00', 'Tổng cộng', union_code FROM union_list
)
SELECT a.as_of, r.union_code, r.union_name,
  count(*) FILTER (last_activity_on >= cut_6) AS inactive_3_loans, count(*) FILTER (last_activity_on < cut_6 AND last_activity_on >= cut_12) AS inactive_6_loans,
  count(*) FILTER (last_activity_on < cut_12) AS inactive_12_loans, coalesce(sum(outstanding), 0) AS inactive
FROM asked a CROSS JOIN row r LEFT JOIN idle i ON i.union_code = r.part
WHERE a.union_code IS NULL OR r.union_code IN ('00', a.union_code)
GROUP BY a.as_of, r.union_code, r.union_name
HAVING r.union_code <> '98' OR count(i.union_code) > 0
