-- doc: Score and rating of every scored group at the last calendar month-end on or before each as-of day, by the rule in force on that month-end.
-- grain: a row per as-of day and group with a score
SELECT d.as_of, s.group_code, s.score, r.rating
FROM (
  SELECT as_of, CASE WHEN as_of = last_day(as_of) THEN as_of ELSE (date_trunc('month', as_of) - INTERVAL 1 DAY)::DATE END AS month_end
  FROM meta.as_of
) d
JOIN (
  SELECT month_end, group_code, overdue_points + session_points + interest_points + due_points + deposit_points + saver_points AS score
  FROM dim.group_score
) s USING (month_end)
JOIN meta.rating_rule r
  ON s.score BETWEEN r.from_points AND r.to_points AND r.valid_from <= d.month_end AND (r.valid_to IS NULL OR r.valid_to > d.month_end)
