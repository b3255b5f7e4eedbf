-- doc: Training sessions held from 1 January to the as-of day, and the people trained; an audience without a session has no row.
-- grain: a row per as-of day and audience
-- vi: Tập huấn
-- en: Trainings
-- units: sessions, people
SELECT a.as_of, s.audience, count(*) AS sessions, sum(s.attendees)::BIGINT AS attendees
FROM meta.as_of a
JOIN dim.training_session s ON s.held_on BETWEEN a.year_start AND a.as_of
GROUP BY ALL
