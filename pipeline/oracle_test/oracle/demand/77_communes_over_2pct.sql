-- doc: communes_over_2pct
-- grain: as_of, commune_code
SELECT d.as_of, l.commune_code, coalesce(n.name, l.commune_code) AS commune_name, coalesce(max(p.office_code), '') AS office_code,
  count(DISTINCT CASE WHEN now AND outstanding > 0 THEN group_code END) AS groups, count(DISTINCT CASE WHEN now AND outstanding > 0 THEN customer_code END) AS households,
  sum(CASE WHEN now THEN outstanding ELSE 0 END) AS outstanding, sum(CASE WHEN now THEN overdue ELSE 0 END) AS overdue,
  sum(CASE WHEN now THEN overdue ELSE 0 END)::DOUBLE / sum(CASE WHEN now THEN outstanding ELSE 0 END)::DOUBLE AS overdue_ratio,
  CASE WHEN any_value(d.has_base) THEN sum(CASE WHEN now THEN overdue WHEN before THEN -overdue ELSE 0 END) END AS overdue_change
FROM asked a JOIN day d USING (as_of) CROSS JOIN (SELECT * EXCLUDE (as_of) FROM lent) l
LEFT JOIN label n ON n.kind = 'commune' AND n.key = l.commune_code LEFT JOIN commune_office p ON p.as_of = d.as_of AND p.commune_code = l.commune_code
WHERE l.commune_code IS NOT NULL
GROUP BY d.as_of, l.commune_code, n.name
HAVING 50 * sum(CASE WHEN now THEN overdue ELSE 0 END) > sum(CASE WHEN now THEN outstanding ELSE 0 END)
