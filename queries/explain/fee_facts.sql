-- doc: Payments of entrustment fees or group commissions from first_on to last_on.
-- grain: a row per payment
SELECT payment_id, paid_on, kind, union_code, unit_level, coalesce(unit_code, '') AS unit_code, amount
FROM dim.fee_payment
WHERE paid_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
  AND CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND kind = getvariable('measure')::VARCHAR
