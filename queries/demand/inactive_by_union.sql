-- doc: Inactive loans by band per union: without activity for over 3, 6 or 12 months, and their outstanding.
--   Every union has a row, zeros included; 98 where it has a figure. Asked for one union, that union and the total.
-- grain: a row per union; 00 is the total of the unions shown
-- vi: Nợ không hoạt động theo tổ chức hội
-- en: Inactive loans by union
-- units: loans, đồng
WITH part AS (
  SELECT
    union_code,
    sum(inactive_3_loans) AS inactive_3_loans,
    sum(inactive_6_loans) AS inactive_6_loans,
    sum(inactive_12_loans) AS inactive_12_loans,
    sum(inactive) AS inactive
  FROM meta.asked_rated
  GROUP BY ALL
),
figures AS (
  SELECT CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code, sum(COLUMNS(* EXCLUDE (union_code)))
  FROM part
  GROUP BY CUBE (union_code)
)
SELECT a.as_of, u.union_code, u.union_name, coalesce(COLUMNS(f.* EXCLUDE (union_code)), 0)
FROM meta.asked a
JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
LEFT JOIN figures f ON f.union_code = u.union_code
WHERE u.union_code <> '98' OR f.inactive > 0
