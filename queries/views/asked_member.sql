-- doc: Members on the day asked for: customers with an open membership, and its group.
-- grain: a row per customer
SELECT m.customer_code, m.group_code
FROM dim.group_membership m
JOIN meta.asked a ON m.valid_from <= a.as_of AND (m.valid_to IS NULL OR m.valid_to > a.as_of)
