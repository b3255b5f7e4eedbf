-- doc: Overdue debt by the cause last noted on or before the day; the empty cause is that of loans without a note.
--   Union 00 is the total of the cause, and the cause 00 the total of all. Causes without overdue debt are left out.
-- grain: a row per cause and union; 00 is the total of the rows shown
-- vi: Nợ quá hạn theo nguyên nhân
-- en: Overdue debt by cause
-- units: loans, đồng
WITH noted AS (
  SELECT c.contract_no, arg_max(c.cause, c.noted_on) AS cause
  FROM dim.debt_cause c
  JOIN meta.asked a ON c.noted_on <= a.as_of
  GROUP BY c.contract_no
),
late AS (
  SELECT m.union_code, m.overdue, coalesce(n.cause, '') AS cause
  FROM meta.asked_loan m
  LEFT JOIN noted n USING (contract_no)
  WHERE m.overdue > 0
),
figures AS (
  SELECT
    CASE WHEN grouping(cause) = 1 THEN '00' ELSE cause END AS cause,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    count(*) AS loans,
    sum(overdue) AS overdue
  FROM late
  GROUP BY CUBE (cause, union_code)
)
SELECT a.as_of, f.cause, u.union_code, u.union_name, f.loans::BIGINT AS loans, coalesce(f.overdue, 0)::BIGINT AS overdue
FROM meta.asked a
CROSS JOIN figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
