-- doc: groups_not_inspected
-- grain: as_of, group_code
SELECT d.as_of, c.group_code, c.union_code, c.commune_code, c.commune_name,
  (SELECT max(inspected_on) FROM src.inspection i WHERE i.target_level = 'group' AND i.target_code = c.group_code AND i.inspected_on <= d.as_of) AS inspected_on,
  count(DISTINCT l.customer_code) AS households, sum(l.outstanding) AS outstanding, sum(l.overdue) AS overdue
FROM asked a JOIN day d USING (as_of) CROSS JOIN crowd c JOIN lent l ON l.now AND l.outstanding > 0 AND l.group_code = c.group_code
WHERE NOT EXISTS (SELECT 1 FROM src.inspection i WHERE i.target_level = 'group' AND i.target_code = c.group_code AND i.inspected_on BETWEEN d.year_start AND d.as_of)
GROUP BY ALL
