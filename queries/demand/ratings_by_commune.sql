-- doc: Groups with debt by rating at the last calendar month-end on or before the day, and inactive loans by band, per commune and union.
--   Union 00 is the total of the commune, and the commune 00 the total of all. The empty commune holds customers without a group. Rows without a figure are left out, but for the total.
-- grain: a row per commune and union; 00 is the total of the rows shown
-- vi: Xếp loại tổ và nợ không hoạt động theo xã
-- en: Ratings and inactive loans by commune
-- units: groups, loans, đồng
WITH lent AS (
  SELECT
    coalesce(m.commune_code, '') AS commune_code, m.union_code, m.as_of, m.group_code, m.outstanding,
    CASE WHEN m.frozen = 0 AND p.short_name IS DISTINCT FROM 'HSSV' THEN m.last_activity_on END AS active_on
  FROM meta.asked_loan m
  LEFT JOIN dim.loan_programme p USING (programme_code)
  WHERE m.today AND m.outstanding > 0
),
score AS (
  SELECT s.group_code, any_value(s.score) AS score
  FROM indicator.group_month s
  JOIN meta.asked a ON s.as_of = a.as_of
  GROUP BY s.group_code
),
rated AS (
  SELECT DISTINCT l.commune_code, l.union_code, l.group_code, s.score
  FROM lent l
  LEFT JOIN score s USING (group_code)
  WHERE l.group_code IS NOT NULL
),
part AS (
  SELECT
    commune_code, union_code,
    count(*) AS groups,
    count(*) FILTER (score >= 85) AS good,
    count(*) FILTER (score >= 70 AND score < 85) AS fair,
    count(*) FILTER (score >= 50 AND score < 70) AS average,
    count(*) FILTER (score < 50) AS weak,
    count(*) FILTER (score IS NULL) AS unrated
  FROM rated
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT
    commune_code, union_code,
    count(*) FILTER (active_on < as_of - INTERVAL 3 MONTH AND active_on >= as_of - INTERVAL 6 MONTH) AS inactive_3_loans,
    count(*) FILTER (active_on < as_of - INTERVAL 6 MONTH AND active_on >= as_of - INTERVAL 12 MONTH) AS inactive_6_loans,
    count(*) FILTER (active_on < as_of - INTERVAL 12 MONTH) AS inactive_12_loans,
    sum(outstanding) FILTER (active_on < as_of - INTERVAL 3 MONTH) AS inactive
  FROM lent
  GROUP BY ALL
),
figures AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (commune_code, union_code)))
  FROM part
  SEMI JOIN meta.shown_union USING (union_code)
  GROUP BY CUBE (commune_code, union_code)
),
complete AS (
  SELECT
    a.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, u.union_code, u.union_name,
    coalesce(f.groups, 0)::BIGINT AS groups,
    coalesce(f.good, 0)::BIGINT AS good,
    coalesce(f.fair, 0)::BIGINT AS fair,
    coalesce(f.average, 0)::BIGINT AS average,
    coalesce(f.weak, 0)::BIGINT AS weak,
    coalesce(f.unrated, 0)::BIGINT AS unrated,
    coalesce(f.inactive_3_loans, 0)::BIGINT AS inactive_3_loans,
    coalesce(f.inactive_6_loans, 0)::BIGINT AS inactive_6_loans,
    coalesce(f.inactive_12_loans, 0)::BIGINT AS inactive_12_loans,
    coalesce(f.inactive, 0)::BIGINT AS inactive
  FROM meta.asked a
  CROSS JOIN figures f
  JOIN meta.shown_union u ON u.union_code = f.union_code
  LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
)
SELECT * FROM complete
WHERE (commune_code = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) > 0
