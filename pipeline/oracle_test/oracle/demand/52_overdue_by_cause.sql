-- doc: overdue_by_cause
-- grain: as_of, cause, union_code
WITH late AS (
  SELECT l.union_code, l.overdue,
    coalesce((SELECT max(c.cause) FROM src.debt_cause c WHERE c.contract_no = l.contract_no AND c.noted_on = (
      SELECT max(x.noted_on) FROM src.debt_cause x WHERE x.contract_no = l.contract_no AND x.noted_on <= l.as_of)), '') AS cause
  FROM lent l WHERE l.now AND l.overdue > 0
), part AS (
  SELECT cause, union_code, overdue FROM late UNION ALL SELECT cause, '00', overdue FROM late
), both_ways AS (
  SELECT cause, union_code, overdue, 1 AS n FROM part UNION ALL SELECT '00', union_code, overdue, 1 FROM part UNION ALL SELECT '00', '00', 0, 0
)
SELECT a.as_of, b.cause, b.union_code, coalesce(u.name_vi, 'Tổng cộng') AS union_name, sum(b.n) AS loans, sum(b.overdue) AS overdue
FROM asked a, both_ways b LEFT JOIN union_list u ON u.union_code = b.union_code
GROUP BY ALL
