-- doc: Group commissions by the rule in force at the month's end, of every group and month whose facts are kept: base x commission, rounded once, half away from zero.
-- grain: a row per as-of day and group
SELECT
  as_of, group_code,
  sum(sign(parts) * ((24000000 * abs(parts) + unit) // (2 * unit))) AS base,
  sum(sign(parts) * ((24 * commission_millionths * abs(parts) + unit) // (2 * unit))) AS due
FROM meta.fee_parts
GROUP BY as_of, group_code
ORDER BY as_of
