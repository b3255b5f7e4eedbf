-- doc: fees_by_union in a scope: what was paid to offices, communes and groups that lie in it. Payments to a province or the centre lie in no place. NULL where a programme is asked for.
-- grain: a row per union; 00 is the total of the unions shown
WITH paid AS (
  SELECT p.union_code, p.kind, p.amount
  FROM dim.fee_payment p
  JOIN meta.asked a ON p.paid_on BETWEEN a.year_start AND a.as_of
  LEFT JOIN meta.asked_unit u ON u.unit_level = p.unit_level AND u.unit_code = p.unit_code
  WHERE p.union_code IN (SELECT union_code FROM meta.shown_union)
    AND (a.union_code IS NULL OR p.union_code = a.union_code)
    AND (a.office_code IS NULL OR u.office_code = a.office_code)
    AND (a.commune_code IS NULL OR u.commune_code = a.commune_code)
    AND (a.branch_code IS NULL OR u.branch_code = a.branch_code)
),
figures AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    coalesce(sum(amount) FILTER (kind = 'entrustment_fee'), 0) AS entrustment_fee,
    coalesce(sum(amount) FILTER (kind = 'group_commission'), 0) AS group_commission
  FROM paid
  GROUP BY CUBE (union_code)
)
SELECT
  a.as_of, u.union_code, u.union_name,
  CASE WHEN a.programme_code IS NULL THEN coalesce(f.entrustment_fee, 0) END AS entrustment_fee,
  CASE WHEN a.programme_code IS NULL THEN coalesce(f.group_commission, 0) END AS group_commission
FROM meta.asked a
JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
LEFT JOIN figures f ON f.union_code = u.union_code
WHERE u.union_code <> '98' OR (a.programme_code IS NULL AND (f.entrustment_fee <> 0 OR f.group_commission <> 0))
