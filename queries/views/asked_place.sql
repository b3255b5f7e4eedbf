-- doc: Every savings group on the day asked for, with its commune's office and branch, and whether it is open: established on or before the day and not closed on it.
-- grain: a row per group
SELECT
  g.group_code, g.union_code, g.commune_code, g.village, c.office_code, c.branch_code, g.established_on, g.merged_into,
  CASE WHEN g.closed_on <= a.as_of THEN g.closed_on END AS closed_on,
  g.established_on <= a.as_of AND (g.closed_on IS NULL OR g.closed_on > a.as_of) AS open
FROM dim.savings_group g
CROSS JOIN meta.asked a
LEFT JOIN meta.asked_commune c ON c.commune_code = g.commune_code
