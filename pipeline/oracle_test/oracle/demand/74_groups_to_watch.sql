-- doc: groups_to_watch
-- grain: as_of, group_code
WITH stand AS (
  SELECT d.as_of AS on_day, m.group_code, m.union_code, m.commune_code, sum(m.outstanding) AS outstanding, sum(m.overdue) AS overdue, max(f.score) AS score
  FROM asked a JOIN day t ON t.as_of = a.as_of JOIN day d ON d.as_of IN (t.as_of, t.month_before, t.base_on)
  JOIN loan_month m ON m.as_of = d.as_of AND m.lending_method = '2' AND m.outstanding > 0 AND m.group_code IS NOT NULL
    AND (a.union_code IS NULL OR m.union_code = a.union_code) AND (a.office_code IS NULL OR m.office_code = a.office_code) AND (a.commune_code IS NULL OR m.commune_code = a.commune_code)
    AND (a.programme_code IS NULL OR m.programme_code = a.programme_code) AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
  LEFT JOIN group_fact f ON f.as_of = d.as_of AND f.group_code = m.group_code AND f.branch_code IS NULL
  WHERE m.union_code IN (SELECT union_code FROM union_list)
  GROUP BY ALL
), judged AS (
  SELECT *, overdue > 0 AS late, overdue > 0.02 * outstanding AS very_late, CASE WHEN score < 50 THEN 2 WHEN score < 70 THEN 1 ELSE 0 END AS bad FROM stand
), compared AS (
  SELECT t.as_of, t.has_base, EXISTS (SELECT 1 FROM day x WHERE x.as_of = t.month_before) AS has_month, n.*,
    coalesce(m.late, false) AS late_m, coalesce(m.very_late, false) AS very_late_m, coalesce(m.bad, 0) AS bad_m,
    coalesce(b.late, false) AS late_b, coalesce(b.very_late, false) AS very_late_b, coalesce(b.bad, 0) AS bad_b
  FROM asked a JOIN day t ON t.as_of = a.as_of JOIN judged n ON n.on_day = t.as_of
  LEFT JOIN judged m ON m.on_day = t.month_before AND m.group_code = n.group_code
  LEFT JOIN judged b ON b.on_day = t.base_on AND b.group_code = n.group_code
)
SELECT as_of, c.group_code, c.union_code, c.commune_code, coalesce(n.name, c.commune_code) AS commune_name, outstanding, overdue, overdue::DOUBLE / outstanding::DOUBLE AS overdue_ratio,
  very_late AS over_2pct, score, CASE WHEN score IS NULL THEN 'unrated' WHEN score >= 85 THEN 'good' WHEN score >= 70 THEN 'fair' WHEN score >= 50 THEN 'average' ELSE 'weak' END AS rating,
  CASE WHEN late AND has_month AND NOT late_m THEN 'month' WHEN late AND has_base AND NOT late_b THEN 'year' ELSE '' END AS overdue_new,
  CASE WHEN very_late AND has_month AND NOT very_late_m THEN 'month' WHEN very_late AND has_base AND NOT very_late_b THEN 'year' ELSE '' END AS over_2pct_new,
  CASE WHEN bad > 0 AND has_month AND bad > bad_m THEN 'month' WHEN bad > 0 AND has_base AND bad > bad_b THEN 'year' ELSE '' END AS rating_new
FROM compared c LEFT JOIN label n ON n.kind = 'commune' AND n.key = c.commune_code
WHERE late OR bad > 0
