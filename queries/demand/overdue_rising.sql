-- doc: Unions whose overdue debt rose since the start of the year, in each office: who has to act there. Nothing without a day to compare with.
-- grain: a row per office and union
-- vi: Đơn vị có nợ quá hạn tăng so với đầu năm
-- en: Where overdue debt rose since the start of the year
-- units: đồng, fraction
WITH figures AS (
  SELECT office_code, union_code, sum(outstanding) AS outstanding, sum(overdue) AS overdue, sum(overdue_change) AS overdue_change
  FROM meta.asked_cell
  GROUP BY office_code, union_code
)
SELECT
  a.as_of, f.office_code, coalesce(n.name, f.office_code) AS office_name, u.union_code, u.union_name, f.outstanding, f.overdue,
  f.overdue::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS overdue_ratio, f.overdue_change,
  f.overdue_change::DOUBLE / nullif(f.overdue - f.overdue_change, 0)::DOUBLE AS overdue_growth
FROM meta.asked a
CROSS JOIN figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'office' AND n.code = f.office_code
WHERE f.overdue_change > 0
