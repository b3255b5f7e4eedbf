-- doc: overdue_rising
-- grain: as_of, office_code, union_code
WITH both_days AS (
  SELECT office_code, union_code, sum(CASE WHEN now THEN outstanding ELSE 0 END) AS outstanding, sum(CASE WHEN now THEN overdue ELSE 0 END) AS overdue,
    sum(CASE WHEN before THEN overdue ELSE 0 END) AS was
  FROM lent GROUP BY ALL
)
SELECT d.as_of, b.office_code, coalesce(n.name, b.office_code) AS office_name, b.union_code, u.name_vi AS union_name, outstanding, overdue,
  CASE WHEN outstanding <> 0 THEN overdue::DOUBLE / outstanding::DOUBLE END AS overdue_ratio, overdue - was AS overdue_change, CASE WHEN was <> 0 THEN (overdue - was)::DOUBLE / was::DOUBLE END AS overdue_growth
FROM asked a JOIN day d USING (as_of) CROSS JOIN both_days b LEFT JOIN label n ON n.kind = 'office' AND n.key = b.office_code JOIN union_list u ON u.union_code = b.union_code
WHERE d.has_base AND overdue > was
