-- doc: activity_by_group
-- grain: as_of, group_code
SELECT r.as_of, r.key AS group_code,
  CASE r.key WHEN '00' THEN '00' WHEN '' THEN '98' ELSE g.union_code END AS union_code,
  CASE r.key WHEN '00' THEN '00' WHEN '' THEN '' ELSE g.commune_code END AS commune_code,
  coalesce(n.name, commune_code) AS commune_name,
  households, outstanding, in_term, overdue, frozen, overdue_ratio, outstanding_change, overdue_change,
  disbursed_month, disbursed_year, collected_month, collected_year, interest_month, interest_year,
  deposit_balance, deposits_in_month, deposits_in_year, deposits_out_month, deposits_out_year
FROM (SELECT * EXCLUDE (union_code, name) FROM figure WHERE kind = 'group' AND union_code = '00') r
LEFT JOIN src.savings_group g ON g.group_code = r.key
LEFT JOIN label n ON n.kind = 'commune' AND n.key = CASE r.key WHEN '00' THEN '00' WHEN '' THEN '' ELSE g.commune_code END
WHERE r.key = '00' OR coalesce(with_debt AND (outstanding <> 0 OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR outstanding_change <> 0 OR overdue_change <> 0), false) OR coalesce(with_turnover, false) OR coalesce(with_interest, false) OR coalesce(with_saving, false)
