-- doc: The group that customers belong to on the day asked for, of those whose loans are at risk or written off (wanted = 'risk') and of those who were inspected ('visit'): that of the open membership;
--   without one that of the membership begun last, and when that group is closed, along merged_into the first that is not, else it stays. Whoever else owes or saves has the same in the facts.
-- grain: a row per wanted and customer with a membership begun on or before the day
WITH joined AS (
  SELECT
    m.wanted, m.customer_code,
    max(m.group_code) FILTER (m.valid_to IS NULL OR m.valid_to > a.as_of) AS open_code,
    arg_max(m.group_code, m.valid_from) AS last_code
  FROM meta.wanted_member m
  JOIN meta.asked a ON m.valid_from <= a.as_of
  GROUP BY m.wanted, m.customer_code
)
SELECT
  j.wanted, j.customer_code, j.open_code IS NOT NULL AS member,
  coalesce(j.open_code, h.heir_code, j.last_code) AS group_code,
  coalesce(p.union_code, '98') AS union_code, p.commune_code, p.office_code
FROM joined j
LEFT JOIN meta.asked_heir h ON h.group_code = j.last_code
LEFT JOIN meta.asked_place p ON p.group_code = coalesce(j.open_code, h.heir_code, j.last_code)
