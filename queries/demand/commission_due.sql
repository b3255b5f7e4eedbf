-- doc: Group commissions as the rules give them, for the month and from 1 January, rounded once per group and month, beside what the group was paid. No rows with a programme.
-- grain: a row per group; 00 is the total of the groups shown
-- vi: Hoa hồng tổ phải chi và đã chi
-- en: Group commissions due and paid
-- units: đồng
WITH due AS (
  SELECT p.group_code, sum(p.base) AS base_year, sum(p.due) AS due_year, sum(p.due) FILTER (p.as_of = a.as_of) AS due_month
  FROM indicator.fee_commission p
  JOIN meta.asked a ON p.as_of BETWEEN a.year_start AND a.as_of
  GROUP BY p.group_code
),
paid AS (
  SELECT
    p.unit_code AS group_code, sum(p.amount) AS paid_year, sum(p.amount) FILTER (p.paid_on >= date_trunc('month', a.as_of)) AS paid_month
  FROM dim.fee_payment p
  JOIN meta.asked a ON p.paid_on BETWEEN a.year_start AND a.as_of
  WHERE p.kind = 'group_commission' AND p.unit_level = 'group'
  GROUP BY p.unit_code
),
listed AS (
  SELECT
    g.group_code, g.union_code, g.commune_code, g.commune_name,
    coalesce(d.base_year, 0) AS base_year, coalesce(d.due_month, 0) AS due_month, coalesce(p.paid_month, 0) AS paid_month,
    coalesce(d.due_year, 0) AS due_year, coalesce(p.paid_year, 0) AS paid_year, coalesce(p.paid_year, 0) - coalesce(d.due_year, 0) AS difference
  FROM meta.asked_group_place g
  LEFT JOIN due d USING (group_code)
  LEFT JOIN paid p USING (group_code)
  WHERE d.group_code IS NOT NULL OR p.group_code IS NOT NULL
)
SELECT a.as_of, l.* FROM meta.asked a CROSS JOIN listed l
UNION ALL BY NAME
SELECT
  a.as_of, '00' AS group_code, '00' AS union_code, '' AS commune_code, '' AS commune_name,
  coalesce(sum(l.base_year), 0) AS base_year, coalesce(sum(l.due_month), 0) AS due_month, coalesce(sum(l.paid_month), 0) AS paid_month,
  coalesce(sum(l.due_year), 0) AS due_year, coalesce(sum(l.paid_year), 0) AS paid_year, coalesce(sum(l.difference), 0) AS difference
FROM meta.asked a
LEFT JOIN listed l ON true
WHERE a.programme_code IS NULL
GROUP BY a.as_of
