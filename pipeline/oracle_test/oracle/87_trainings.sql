-- doc: trainings: a row per audience that was trained in the year so far
-- grain: as_of, audience
SELECT d.as_of, t.audience, count(*) AS sessions, sum(t.attendees) AS attendees
FROM day d JOIN src.training_session t ON t.held_on BETWEEN d.year_start AND d.as_of
GROUP BY d.as_of, t.audience
