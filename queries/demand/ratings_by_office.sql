-- doc: Groups with debt by rating at the last calendar month-end on or before the day, and inactive loans by band, per office and union.
--   Union 00 is the total of the office, and the office 00 the total of all. Rows without a figure are left out, but for the total.
-- grain: a row per office and union; 00 is the total of the rows shown
-- vi: Xếp loại tổ và nợ không hoạt động theo phòng giao dịch
-- en: Ratings and inactive loans by office
-- units: groups, loans, đồng
WITH part AS (
  SELECT
    office_code, union_code,
    count(DISTINCT group_code) AS groups,
    count(DISTINCT group_code) FILTER (rating = 'good') AS good,
    count(DISTINCT group_code) FILTER (rating = 'fair') AS fair,
    count(DISTINCT group_code) FILTER (rating = 'average') AS average,
    count(DISTINCT group_code) FILTER (rating = 'weak') AS weak,
    count(DISTINCT group_code) FILTER (rating IS NULL) AS unrated,
    sum(inactive_3_loans) AS inactive_3_loans,
    sum(inactive_6_loans) AS inactive_6_loans,
    sum(inactive_12_loans) AS inactive_12_loans,
    sum(inactive) AS inactive
  FROM meta.asked_rated
  GROUP BY ALL
),
-- No group counts for two unions or offices on one day: what is distinct in one of both adds up.
figures AS (
  SELECT
    CASE WHEN grouping(office_code) = 1 THEN '00' ELSE office_code END AS office_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (office_code, union_code)))
  FROM part
  GROUP BY CUBE (office_code, union_code)
)
SELECT
  a.as_of, f.office_code, coalesce(n.name, f.office_code) AS office_name, u.union_code, u.union_name,
  coalesce(COLUMNS(f.* EXCLUDE (office_code, union_code)), 0)
FROM meta.asked a
CROSS JOIN figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'office' AND n.code = f.office_code
WHERE f.groups > 0 OR f.inactive > 0 OR (f.office_code = '00' AND f.union_code = '00')
