-- doc: trainings; nothing is known of a part
-- grain: as_of, audience
SELECT as_of, audience, CASE WHEN whole THEN sessions END AS sessions, CASE WHEN whole THEN attendees END AS attendees
FROM trainings JOIN (SELECT as_of, coalesce(union_code, office_code, commune_code, programme_code, branch_code) IS NULL AS whole FROM asked) USING (as_of)
