-- doc: Savings groups that lie in the scope asked for on the day, with the names of their communes and how many members each has. None where a programme is asked for: a group is of no programme.
-- grain: a row per group
WITH member AS (
  SELECT m.group_code, sum(m.members) AS members
  FROM indicator.group_month m
  JOIN meta.asked a ON m.as_of = a.as_of
  WHERE m.group_code <> ''
    -- A constant, which spares reading other days; the join says the same of the day that is taken when none is asked for.
    AND (getvariable('as_of')::DATE IS NULL OR m.as_of = getvariable('as_of')::DATE)
  GROUP BY m.group_code
)
SELECT p.*, coalesce(n.name, p.commune_code) AS commune_name, coalesce(m.members, 0) AS members
FROM meta.asked_place p
CROSS JOIN meta.asked a
SEMI JOIN meta.shown_union u ON u.union_code = p.union_code
LEFT JOIN member m ON m.group_code = p.group_code
LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = p.commune_code
WHERE a.programme_code IS NULL
  AND (a.union_code IS NULL OR p.union_code = a.union_code)
  AND (a.office_code IS NULL OR p.office_code = a.office_code)
  AND (a.commune_code IS NULL OR p.commune_code = a.commune_code)
  AND (a.branch_code IS NULL OR p.branch_code = a.branch_code)
