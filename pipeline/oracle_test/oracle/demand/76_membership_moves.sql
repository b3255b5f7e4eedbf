-- doc: membership_moves
-- grain: as_of, commune_code, union_code
WITH event AS (
  SELECT m.group_code, m.valid_from AS on_day, CASE WHEN p.customer_code IS NULL THEN 'joined' ELSE 'moved_in' END AS what
  FROM src.group_membership m LEFT JOIN src.group_membership p ON p.customer_code = m.customer_code AND p.valid_to = m.valid_from
  UNION ALL
  SELECT m.group_code, m.valid_to, CASE WHEN p.customer_code IS NULL THEN 'left' ELSE 'moved_out' END
  FROM src.group_membership m LEFT JOIN src.group_membership p ON p.customer_code = m.customer_code AND p.valid_from = m.valid_to WHERE m.valid_to IS NOT NULL
), counted AS (
  SELECT c.commune_code, c.union_code, c.members,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'joined' AND on_day BETWEEN d.month_start AND d.as_of) AS joined_month,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'joined' AND on_day BETWEEN d.year_start AND d.as_of) AS joined_year,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'left' AND on_day BETWEEN d.month_start AND d.as_of) AS left_month,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'left' AND on_day BETWEEN d.year_start AND d.as_of) AS left_year,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'moved_in' AND on_day BETWEEN d.month_start AND d.as_of) AS moved_in_month,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'moved_in' AND on_day BETWEEN d.year_start AND d.as_of) AS moved_in_year,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'moved_out' AND on_day BETWEEN d.month_start AND d.as_of) AS moved_out_month,
    (SELECT count(*) FROM event e WHERE e.group_code = c.group_code AND what = 'moved_out' AND on_day BETWEEN d.year_start AND d.as_of) AS moved_out_year
  FROM crowd c CROSS JOIN asked a JOIN day d USING (as_of)
), line AS (
  SELECT * FROM counted UNION ALL SELECT '00', * EXCLUDE (commune_code) FROM counted
), both_ways AS (
  SELECT * FROM line UNION ALL BY NAME SELECT '00' AS union_code, * EXCLUDE (union_code) FROM line
  UNION ALL SELECT '00', '00', 0, 0, 0, 0, 0, 0, 0, 0, 0
), summed AS (
  SELECT commune_code, union_code, sum(COLUMNS(* EXCLUDE (commune_code, union_code))) FROM both_ways GROUP BY ALL
)
SELECT a.as_of, s.commune_code, coalesce(n.name, s.commune_code) AS commune_name, s.union_code, coalesce(u.name_vi, 'Tổng cộng') AS union_name, s.* EXCLUDE (commune_code, union_code)
FROM asked a CROSS JOIN summed s LEFT JOIN label n ON n.kind = 'commune' AND n.key = s.commune_code LEFT JOIN union_list u ON u.union_code = s.union_code
WHERE a.programme_code IS NULL AND ((s.commune_code = '00' AND s.union_code = '00')
  OR members + joined_month + joined_year + left_month + left_year + moved_in_month + moved_in_year + moved_out_month + moved_out_year > 0)
