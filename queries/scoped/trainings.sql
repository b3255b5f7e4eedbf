-- doc: trainings in a scope: sessions are held for all, so in any scope the figures are NULL.
-- grain: a row per audience
WITH held AS (
  SELECT a.as_of, s.audience, count(*) AS sessions, sum(s.attendees) AS attendees
  FROM meta.asked a
  JOIN dim.training_session s ON s.held_on BETWEEN a.year_start AND a.as_of
  GROUP BY ALL
)
SELECT
  h.as_of, h.audience,
  CASE WHEN coalesce(a.union_code, a.office_code, a.commune_code, a.programme_code, a.branch_code) IS NULL THEN h.sessions END AS sessions,
  CASE WHEN coalesce(a.union_code, a.office_code, a.commune_code, a.programme_code, a.branch_code) IS NULL THEN h.attendees END AS attendees
FROM held h
CROSS JOIN meta.asked a
