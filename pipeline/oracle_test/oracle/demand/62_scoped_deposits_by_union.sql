-- doc: deposits_by_union within what is asked
-- grain: as_of, union_code
WITH flow AS (
  SELECT union_code, sum(deposited + interest) AS deposits_in, sum(withdrawn + offset_loan) AS deposits_out FROM saved WHERE year GROUP BY ALL
  UNION ALL
  SELECT '00', sum(deposited + interest), sum(withdrawn + offset_loan) FROM saved WHERE year
)
SELECT as_of, p.union_code, union_name, members, savers, balance, balance - balance_b AS balance_change,
  CASE WHEN programme_code IS NULL THEN coalesce(deposits_in, 0) END AS deposits_in, CASE WHEN programme_code IS NULL THEN coalesce(deposits_out, 0) END AS deposits_out
FROM scope_pair p LEFT JOIN flow f ON f.union_code = p.union_code
WHERE p.union_code <> '98' OR coalesce(members <> 0 OR savers <> 0 OR balance <> 0 OR deposits_in <> 0 OR deposits_out <> 0, false) OR coalesce(balance_b <> 0, false)
