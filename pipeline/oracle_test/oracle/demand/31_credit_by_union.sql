-- doc: credit_by_union
-- grain: as_of, union_code
WITH listed AS (
  SELECT union_code, name_vi AS union_name FROM union_list UNION ALL SELECT '00', 'Tổng cộng'
)
SELECT d.as_of, l.union_code, l.union_name,
  coalesce(households, 0) AS households, coalesce(in_term, 0) AS in_term, coalesce(overdue, 0) AS overdue, coalesce(frozen, 0) AS frozen, coalesce(short_term, 0) AS short_term, coalesce(medium_term, 0) AS medium_term, coalesce(long_term, 0) AS long_term, coalesce(disbursed_month, 0) AS disbursed_month, coalesce(disbursed_year, 0) AS disbursed_year, coalesce(collected_month, 0) AS collected_month, coalesce(collected_year, 0) AS collected_year, coalesce(written_off_month, 0) AS written_off_month, coalesce(written_off_year, 0) AS written_off_year, coalesce(turns_month, 0) AS turns_month, coalesce(turns_year, 0) AS turns_year
FROM listed l CROSS JOIN asked a JOIN day d ON d.as_of = a.as_of
LEFT JOIN (SELECT * EXCLUDE (as_of, union_name) FROM figure WHERE kind = 'union') r ON r.union_code = l.union_code
WHERE (l.union_code IN ('00', a.union_code) OR a.union_code IS NULL) AND (l.union_code <> '98' OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR coalesce(with_turnover, false) OR coalesce(with_more, false))
