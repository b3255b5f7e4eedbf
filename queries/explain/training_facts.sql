-- doc: Training sessions from first_on to last_on; the amount is the people trained.
-- grain: a row per session
SELECT session_id, held_on, audience, attendees::BIGINT AS amount
FROM dim.training_session
WHERE held_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
  AND (getvariable('row_audience') IS NULL OR audience = getvariable('row_audience')::VARCHAR)
