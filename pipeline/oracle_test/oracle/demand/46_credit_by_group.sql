-- doc: credit_by_group
-- grain: as_of, group_code
SELECT r.as_of, r.key AS group_code,
  CASE r.key WHEN '00' THEN '00' WHEN '' THEN '98' ELSE g.union_code END AS union_code,
  CASE r.key WHEN '00' THEN '00' WHEN '' THEN '' ELSE g.commune_code END AS commune_code,
  coalesce(n.name, commune_code) AS commune_name,
  households, in_term, overdue, frozen, short_term, medium_term, long_term, disbursed_month, disbursed_year, collected_month, collected_year,
  written_off_month, written_off_year, turns_month, turns_year
FROM (SELECT * EXCLUDE (union_code, name) FROM figure WHERE kind = 'group' AND union_code = '00') r
LEFT JOIN src.savings_group g ON g.group_code = r.key
LEFT JOIN label n ON n.kind = 'commune' AND n.key = CASE r.key WHEN '00' THEN '00' WHEN '' THEN '' ELSE g.commune_code END
WHERE r.key = '00' OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR coalesce(with_turnover, false) OR coalesce(with_more, false)
