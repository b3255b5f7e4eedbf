-- doc: Members who joined, left, or moved between groups in the month and from 1 January, per commune and union. Who begins in a group on the day on which the membership of another
--   ends moves; who begins otherwise joins, who ends otherwise leaves. members = those at the start + joined + moved in - left - moved out. A place is that of the group; no rows with a programme.
-- grain: a row per commune and union; 00 is the total of the rows shown
-- vi: Biến động tổ viên
-- en: Membership moves
-- units: members
WITH begun AS (
  SELECT m.customer_code, m.valid_from FROM dim.group_membership m JOIN meta.asked a ON m.valid_from BETWEEN a.year_start AND a.as_of
),
ended AS (
  SELECT m.customer_code, m.valid_to FROM dim.group_membership m JOIN meta.asked a ON m.valid_to BETWEEN a.year_start AND a.as_of
),
spell AS (
  SELECT m.customer_code, m.group_code, m.valid_from, m.valid_to, b.customer_code IS NOT NULL AS came, n.customer_code IS NOT NULL AS went
  FROM dim.group_membership m
  JOIN meta.asked a ON m.valid_from BETWEEN a.year_start AND a.as_of OR m.valid_to BETWEEN a.year_start AND a.as_of
  LEFT JOIN (SELECT DISTINCT customer_code, valid_to FROM ended) b ON b.customer_code = m.customer_code AND b.valid_to = m.valid_from
  LEFT JOIN (SELECT DISTINCT customer_code, valid_from FROM begun) n ON n.customer_code = m.customer_code AND n.valid_from = m.valid_to
),
part AS (
  SELECT
    g.commune_code, g.union_code,
    0 AS members,
    count(*) FILTER (NOT s.came AND s.valid_from BETWEEN date_trunc('month', a.as_of)::DATE AND a.as_of) AS joined_month,
    count(*) FILTER (NOT s.came AND s.valid_from BETWEEN a.year_start AND a.as_of) AS joined_year,
    count(*) FILTER (NOT s.went AND s.valid_to BETWEEN date_trunc('month', a.as_of)::DATE AND a.as_of) AS left_month,
    count(*) FILTER (NOT s.went AND s.valid_to BETWEEN a.year_start AND a.as_of) AS left_year,
    count(*) FILTER (s.came AND s.valid_from BETWEEN date_trunc('month', a.as_of)::DATE AND a.as_of) AS moved_in_month,
    count(*) FILTER (s.came AND s.valid_from BETWEEN a.year_start AND a.as_of) AS moved_in_year,
    count(*) FILTER (s.went AND s.valid_to BETWEEN date_trunc('month', a.as_of)::DATE AND a.as_of) AS moved_out_month,
    count(*) FILTER (s.went AND s.valid_to BETWEEN a.year_start AND a.as_of) AS moved_out_year
  FROM spell s
  CROSS JOIN meta.asked a
  JOIN meta.asked_group_place g USING (group_code)
  GROUP BY g.commune_code, g.union_code
  UNION ALL
  SELECT commune_code, union_code, members, 0, 0, 0, 0, 0, 0, 0, 0 FROM meta.asked_group_place
),
figures AS (
  SELECT
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (commune_code, union_code))::BIGINT)
  FROM part
  GROUP BY CUBE (commune_code, union_code)
),
complete AS (
  SELECT
    a.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, u.union_code, u.union_name,
    coalesce(COLUMNS(f.* EXCLUDE (commune_code, union_code)), 0)
  FROM meta.asked a
  CROSS JOIN figures f
  JOIN meta.shown_union u ON u.union_code = f.union_code
  LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
  WHERE a.programme_code IS NULL
)
SELECT * FROM complete
WHERE (commune_code = '00' AND union_code = '00') OR greatest(*COLUMNS(* EXCLUDE (as_of, commune_code, commune_name, union_code, union_name))) > 0
