-- doc: What became of savings groups that are closed on the day asked for: the first group along merged_into that is not.
-- grain: a row per closed group that was merged into one
SELECT m.group_code, arg_min(m.heir_code, m.step) AS heir_code
FROM meta.merger m
JOIN meta.asked a ON m.closed_on <= a.as_of AND (m.heir_closed_on IS NULL OR m.heir_closed_on > a.as_of)
GROUP BY m.group_code
