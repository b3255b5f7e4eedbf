-- doc: Groups with debt, with score and rating at the last calendar month-end on or before the day, and their inactive loans by band.
--   The empty group holds customers without a group, and is here where it has inactive loans.
-- grain: a row per group
-- vi: Xếp loại tổ và nợ không hoạt động theo tổ
-- en: Ratings and inactive loans by group
-- units: points, đồng, loans
WITH figures AS (
  SELECT
    coalesce(group_code, '') AS group_code, union_code, commune_code,
    any_value(score) AS score,
    CASE WHEN group_code IS NOT NULL THEN coalesce(any_value(rating), 'unrated') END AS rating,
    sum(outstanding) AS outstanding,
    sum(inactive_3_loans) AS inactive_3_loans,
    sum(inactive_6_loans) AS inactive_6_loans,
    sum(inactive_12_loans) AS inactive_12_loans,
    sum(inactive) AS inactive
  FROM meta.asked_rated r
  GROUP BY r.group_code, union_code, commune_code
)
SELECT a.as_of, coalesce(n.name, f.commune_code) AS commune_name, f.*
FROM meta.asked a
CROSS JOIN figures f
LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
WHERE f.group_code <> '' OR f.inactive > 0
