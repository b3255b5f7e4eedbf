-- doc: Payments of entrustment fees or group commissions from first_on to last_on. In a place they are those to its units: a province or the centre lies in none.
-- grain: a row per payment
SELECT p.payment_id, p.paid_on, p.kind, p.union_code, p.unit_level, coalesce(p.unit_code, '') AS unit_code, p.amount
FROM dim.fee_payment p
LEFT JOIN meta.asked_unit u ON u.unit_level = p.unit_level AND u.unit_code = p.unit_code
WHERE p.paid_on BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
  AND CASE WHEN getvariable('row_union') IS NULL THEN p.union_code IN (SELECT union_code FROM meta.shown_union) ELSE p.union_code = getvariable('row_union')::VARCHAR END
  AND p.kind = getvariable('measure')::VARCHAR
  AND (getvariable('row_office') IS NULL OR u.office_code = getvariable('row_office')::VARCHAR)
  AND (getvariable('row_commune') IS NULL OR u.commune_code = getvariable('row_commune')::VARCHAR)
  AND (getvariable('row_branch') IS NULL OR u.branch_code = getvariable('row_branch')::VARCHAR)
