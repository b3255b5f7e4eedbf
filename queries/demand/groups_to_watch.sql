-- doc: Groups with debt that are overdue, or rated average or weak at the last calendar month-end on or before the day. What is new: month where it was not so at the end of the month
--   before, year where it was not so at the start of the year; a rating is new where it is worse than then. Empty: not new, or nothing to compare with.
--   With a programme: the groups that owe in it, overdue in it.
-- grain: a row per group
-- vi: Tổ có nợ quá hạn, tổ trung bình và yếu
-- en: Overdue groups, average and weak ones
-- units: đồng, fraction, points
WITH ranked AS (
  SELECT *, CASE rating WHEN 'average' THEN 1 WHEN 'weak' THEN 2 ELSE 0 END AS bad FROM meta.asked_standing
),
past AS (
  SELECT
    exists(FROM meta.as_of d JOIN meta.asked a ON d.as_of = (date_trunc('month', a.as_of) - INTERVAL 1 DAY)::DATE) AS month_known,
    exists(FROM meta.asked WHERE base_on IS NOT NULL) AS year_known
)
SELECT
  a.as_of, n.group_code, n.union_code, n.commune_code, coalesce(c.name, n.commune_code) AS commune_name,
  n.outstanding, n.overdue, n.overdue::DOUBLE / nullif(n.outstanding, 0)::DOUBLE AS overdue_ratio, n.over_2pct,
  n.score, coalesce(n.rating, 'unrated') AS rating,
  CASE WHEN NOT n.is_overdue THEN '' WHEN p.month_known AND NOT coalesce(m.is_overdue, false) THEN 'month' WHEN p.year_known AND NOT coalesce(b.is_overdue, false) THEN 'year' ELSE '' END AS overdue_new,
  CASE WHEN NOT n.over_2pct THEN '' WHEN p.month_known AND NOT coalesce(m.over_2pct, false) THEN 'month' WHEN p.year_known AND NOT coalesce(b.over_2pct, false) THEN 'year' ELSE '' END AS over_2pct_new,
  CASE WHEN n.bad = 0 THEN '' WHEN p.month_known AND n.bad > coalesce(m.bad, 0) THEN 'month' WHEN p.year_known AND n.bad > coalesce(b.bad, 0) THEN 'year' ELSE '' END AS rating_new
FROM meta.asked a
CROSS JOIN past p
JOIN ranked n ON n.moment = 'day'
LEFT JOIN ranked m ON m.moment = 'month' AND m.group_code = n.group_code
LEFT JOIN ranked b ON b.moment = 'base' AND b.group_code = n.group_code
LEFT JOIN meta.named c ON c.kind = 'commune' AND c.code = n.commune_code
WHERE n.is_overdue OR n.bad > 0
