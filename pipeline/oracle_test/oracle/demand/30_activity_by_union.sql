-- doc: activity_by_union
-- grain: as_of, union_code
WITH listed AS (
  SELECT union_code, name_vi AS union_name FROM union_list UNION ALL SELECT '00', 'Tổng cộng'
)
SELECT d.as_of, l.union_code, l.union_name,
  coalesce(groups, 0) AS groups, coalesce(households, 0) AS households, coalesce(outstanding, 0) AS outstanding, coalesce(in_term, 0) AS in_term, coalesce(overdue, 0) AS overdue, coalesce(frozen, 0) AS frozen, overdue_ratio, CASE WHEN d.has_base THEN coalesce(outstanding_change, 0) END AS outstanding_change, CASE WHEN d.has_base THEN coalesce(overdue_change, 0) END AS overdue_change, coalesce(disbursed_month, 0) AS disbursed_month, coalesce(disbursed_year, 0) AS disbursed_year, coalesce(collected_month, 0) AS collected_month, coalesce(collected_year, 0) AS collected_year, coalesce(interest_month, 0) AS interest_month, coalesce(interest_year, 0) AS interest_year, CASE WHEN a.programme_code IS NULL THEN coalesce(deposit_balance, 0) END AS deposit_balance, CASE WHEN a.programme_code IS NULL THEN coalesce(deposits_in_month, 0) END AS deposits_in_month, CASE WHEN a.programme_code IS NULL THEN coalesce(deposits_in_year, 0) END AS deposits_in_year, CASE WHEN a.programme_code IS NULL THEN coalesce(deposits_out_month, 0) END AS deposits_out_month, CASE WHEN a.programme_code IS NULL THEN coalesce(deposits_out_year, 0) END AS deposits_out_year
FROM listed l CROSS JOIN asked a JOIN day d ON d.as_of = a.as_of
LEFT JOIN (SELECT * EXCLUDE (as_of, union_name) FROM figure WHERE kind = 'union') r ON r.union_code = l.union_code
WHERE (l.union_code IN ('00', a.union_code) OR a.union_code IS NULL) AND (l.union_code <> '98' OR coalesce(with_debt AND (outstanding <> 0 OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR outstanding_change <> 0 OR overdue_change <> 0), false) OR coalesce(with_turnover, false) OR coalesce(with_interest, false) OR coalesce(with_saving, false))
