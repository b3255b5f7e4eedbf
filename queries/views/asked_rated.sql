-- doc: What owes on the day and in the scope asked for, as meta.asked_owing has it, with score and rating of its group.
-- grain: that of meta.asked_owing
SELECT d.*, r.score, r.rating
FROM meta.asked_owing d
LEFT JOIN meta.group_rating r ON r.as_of = d.as_of AND r.group_code = d.group_code
