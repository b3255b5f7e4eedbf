-- doc: groups_to_close
-- grain: as_of, group_code
SELECT a.as_of, c.group_code, c.union_code, c.commune_code, c.commune_name, c.village, c.established_on,
  coalesce((SELECT sum(balance) FROM deposit_month s WHERE s.as_of = a.as_of AND s.group_code = c.group_code), 0) AS deposit_balance
FROM asked a CROSS JOIN crowd c
WHERE c.open AND c.members = 0 AND NOT EXISTS (SELECT 1 FROM loan_month m WHERE m.as_of = a.as_of AND m.group_code = c.group_code AND m.outstanding > 0)
