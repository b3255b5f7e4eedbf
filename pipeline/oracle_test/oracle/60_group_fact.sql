-- doc: what decides whether a group is small, overdue, over two percent, saving, and how it is rated: as a whole,
--   and as each branch sees it that keeps loans or deposits of it
-- grain: as_of, branch_code (NULL: the whole), group_code
WITH loans AS (
  SELECT as_of, branch_code, group_code, sum(outstanding) AS outstanding, sum(overdue) AS overdue,
    count(DISTINCT customer_code) FILTER (outstanding > 0) AS households
  FROM loan_month WHERE group_code IS NOT NULL
  GROUP BY GROUPING SETS ((as_of, branch_code, group_code), (as_of, group_code))
), deposits AS (
  SELECT as_of, branch_code, group_code, sum(balance) AS deposits
  FROM deposit_month WHERE group_code IS NOT NULL
  GROUP BY GROUPING SETS ((as_of, branch_code, group_code), (as_of, group_code))
), scores AS (
  SELECT month_end, group_code,
    overdue_points + session_points + interest_points + due_points + deposit_points + saver_points AS score
  FROM src.group_score
)
SELECT g.as_of, b.branch_code, g.group_code, g.union_code, g.commune_code, g.office_code, s.score,
  coalesce(l.outstanding, 0) > 0 AS with_debt,
  coalesce(l.outstanding, 0) > 0 AND coalesce(v.deposits, 0) > 0 AS saving,
  coalesce(l.outstanding, 0) > 0 AND l.households < 20 AS small,
  coalesce(l.overdue, 0) > 0 AS overdue,
  coalesce(l.overdue, 0) * 100 > 2 * coalesce(l.outstanding, 0) AS over_2pct,
  (b.branch_code = g.branch_code OR b.branch_code IS NULL)
    AND coalesce(x.closed_on BETWEEN d.month_start AND d.as_of AND x.merged_into IS NOT NULL, false) AS consolidated
FROM group_place g
CROSS JOIN (SELECT DISTINCT branch_code FROM src.transaction_office UNION ALL SELECT NULL) b
JOIN day d USING (as_of)
JOIN src.savings_group x USING (group_code)
LEFT JOIN loans l ON l.as_of = g.as_of AND l.group_code = g.group_code AND l.branch_code IS NOT DISTINCT FROM b.branch_code
LEFT JOIN deposits v ON v.as_of = g.as_of AND v.group_code = g.group_code AND v.branch_code IS NOT DISTINCT FROM b.branch_code
LEFT JOIN scores s ON s.month_end = d.score_month AND s.group_code = g.group_code
