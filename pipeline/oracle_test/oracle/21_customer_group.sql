-- doc: the group of every customer that ever had a membership: the open one, else the latest before with its heirs
-- grain: as_of, customer_code
WITH begun AS (
  SELECT d.as_of, m.customer_code, m.group_code, m.valid_from,
    m.valid_to IS NULL OR m.valid_to > d.as_of AS open
  FROM day d JOIN src.group_membership m ON m.valid_from <= d.as_of
), chosen AS (
  SELECT as_of, customer_code, bool_or(open) AS member,
    max(group_code) FILTER (open) AS open_group,
    arg_max(group_code, valid_from) AS latest_group
  FROM begun
  GROUP BY as_of, customer_code
)
SELECT c.as_of, c.customer_code, c.member, CASE WHEN c.member THEN c.open_group ELSE coalesce(h.heir, c.latest_group) END AS group_code
FROM chosen c
LEFT JOIN group_heir h ON h.as_of = c.as_of AND h.group_code = c.latest_group
