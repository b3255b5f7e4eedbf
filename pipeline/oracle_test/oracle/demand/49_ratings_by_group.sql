-- doc: ratings_by_group
-- grain: as_of, group_code
SELECT a.as_of, coalesce(l.group_code, '') AS group_code, coalesce(max(g.union_code), '98') AS union_code, coalesce(max(g.commune_code), '') AS commune_code,
  coalesce(max(n.name), max(g.commune_code), 'Chưa xác định') AS commune_name,
  max(f.score) AS score,
  CASE WHEN l.group_code IS NULL THEN NULL WHEN max(f.score) IS NULL THEN 'unrated' WHEN max(f.score) > 84 THEN 'good' WHEN max(f.score) > 69 THEN 'fair' WHEN max(f.score) > 49 THEN 'average' ELSE 'weak' END AS rating,
  sum(l.outstanding) AS outstanding,
  sum(CASE WHEN inactive AND last_activity_on >= cut_6 THEN 1 ELSE 0 END) AS inactive_3_loans,
  sum(CASE WHEN inactive AND last_activity_on < cut_6 AND last_activity_on >= cut_12 THEN 1 ELSE 0 END) AS inactive_6_loans,
  sum(CASE WHEN inactive AND last_activity_on < cut_12 THEN 1 ELSE 0 END) AS inactive_12_loans,
  sum(CASE WHEN inactive THEN outstanding ELSE 0 END) AS inactive
FROM asked a JOIN day d USING (as_of) JOIN lent l ON l.now AND l.outstanding > 0
LEFT JOIN src.savings_group g ON g.group_code = l.group_code
LEFT JOIN group_fact f ON f.as_of = l.as_of AND f.group_code = l.group_code AND f.branch_code IS NULL
LEFT JOIN label n ON n.kind = 'commune' AND n.key = g.commune_code
GROUP BY a.as_of, l.group_code
HAVING l.group_code IS NOT NULL OR bool_or(inactive)
