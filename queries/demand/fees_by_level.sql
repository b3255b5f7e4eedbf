-- doc: Entrustment fees due by the rules and paid, for the month and from 1 January, per level that gets them and union. In a place: fees of its communes, and what was paid to units in it;
--   payments to province and centre lie in no place and are NULL there, as is the difference. No rows with a programme.
-- grain: a row per level and union; 00 is the total of the rows shown
-- vi: Phí ủy thác phải chi và đã chi theo cấp
-- en: Entrustment fees due and paid by level
-- units: đồng
WITH due AS (
  SELECT f.union_code, f.as_of = a.as_of AS today, f.commune, f.district, f.province, f.central
  FROM indicator.fee_month f
  JOIN meta.asked a ON f.as_of BETWEEN a.year_start AND a.as_of
  LEFT JOIN meta.asked_commune c ON c.commune_code = f.commune_code
  WHERE f.union_code IN (SELECT union_code FROM meta.shown_union)
    AND (a.union_code IS NULL OR f.union_code = a.union_code)
    AND (a.commune_code IS NULL OR f.commune_code = a.commune_code)
    AND (a.office_code IS NULL OR c.office_code = a.office_code)
    AND (a.branch_code IS NULL OR c.branch_code = a.branch_code)
),
unit AS (
  SELECT 'district' AS unit_level, office_code AS unit_code, office_code, NULL AS commune_code, branch_code FROM dim.transaction_office
  UNION ALL
  SELECT 'commune', commune_code, office_code, commune_code, branch_code FROM meta.asked_commune
),
part AS (
  SELECT unnest(['commune', 'district', 'province', 'central']) AS unit_level, union_code, unnest([commune, district, province, central]) AS due_year,
    unnest([today::INT * commune, today::INT * district, today::INT * province, today::INT * central]) AS due_month, 0 AS paid_month, 0 AS paid_year
  FROM due
  UNION ALL
  SELECT p.unit_level, p.union_code, 0, 0, CASE WHEN p.paid_on >= date_trunc('month', a.as_of) THEN p.amount ELSE 0 END, p.amount
  FROM dim.fee_payment p
  JOIN meta.asked a ON p.paid_on BETWEEN a.year_start AND a.as_of
  LEFT JOIN unit u ON u.unit_level = p.unit_level AND u.unit_code = p.unit_code
  WHERE p.kind = 'entrustment_fee' AND p.unit_level <> 'group' AND p.union_code IN (SELECT union_code FROM meta.shown_union)
    AND (a.union_code IS NULL OR p.union_code = a.union_code)
    AND (a.office_code IS NULL OR u.office_code = a.office_code)
    AND (a.commune_code IS NULL OR u.commune_code = a.commune_code)
    AND (a.branch_code IS NULL OR u.branch_code = a.branch_code)
),
figures AS (
  SELECT
    CASE WHEN grouping(unit_level) = 1 THEN '00' ELSE unit_level END AS unit_level,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    coalesce(sum(due_month), 0) AS due_month, coalesce(sum(paid_month), 0) AS paid_month, coalesce(sum(due_year), 0) AS due_year, coalesce(sum(paid_year), 0) AS paid_year
  FROM part
  GROUP BY CUBE (unit_level, union_code)
),
known AS (
  SELECT
    f.*,
    -- A commune has no office of its own to be paid, and province and centre lie in no place: a total with them is not known there.
    coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR f.unit_level = 'commune' OR (f.unit_level = 'district' AND a.commune_code IS NULL) AS known
  FROM figures f
  CROSS JOIN meta.asked a
)
SELECT
  a.as_of, f.unit_level, u.union_code, u.union_name, f.due_month, CASE WHEN f.known THEN f.paid_month END AS paid_month,
  f.due_year, CASE WHEN f.known THEN f.paid_year END AS paid_year, CASE WHEN f.known THEN f.paid_year - f.due_year END AS difference
FROM meta.asked a
CROSS JOIN known f
JOIN meta.shown_union u ON u.union_code = f.union_code
WHERE a.programme_code IS NULL
