-- doc: par
-- grain: as_of, union_code
WITH counted AS (
  SELECT r.as_of, r.union_code, r.union_name,
    coalesce(sum(l.outstanding), 0) AS outstanding, count(l.contract_no) AS loans,
    coalesce(sum(l.overdue), 0) AS overdue, count(*) FILTER (l.overdue > 0) AS overdue_loans,
    coalesce(sum(l.outstanding) FILTER (l.days_past_due >= 1), 0) AS par_1, count(*) FILTER (l.days_past_due >= 1) AS par_1_loans,
    coalesce(sum(l.outstanding) FILTER (l.days_past_due > 30), 0) AS par_30, count(*) FILTER (l.days_past_due > 30) AS par_30_loans,
    coalesce(sum(l.outstanding) FILTER (l.days_past_due > 90), 0) AS par_90, count(*) FILTER (l.days_past_due > 90) AS par_90_loans,
    coalesce(sum(l.outstanding) FILTER (l.days_past_due > 180), 0) AS par_180, count(*) FILTER (l.days_past_due > 180) AS par_180_loans
  FROM trend_row r LEFT JOIN open_loan l ON l.as_of = r.as_of AND r.union_code IN ('00', l.union_code)
  GROUP BY r.as_of, r.union_code, r.union_name
)
SELECT *,
  CASE WHEN outstanding > 0 THEN overdue::DOUBLE / outstanding::DOUBLE END AS overdue_ratio,
  CASE WHEN loans > 0 THEN overdue_loans::DOUBLE / loans::DOUBLE END AS overdue_loans_ratio,
  CASE WHEN outstanding > 0 THEN par_1::DOUBLE / outstanding::DOUBLE END AS par_1_ratio,
  CASE WHEN loans > 0 THEN par_1_loans::DOUBLE / loans::DOUBLE END AS par_1_loans_ratio,
  CASE WHEN outstanding > 0 THEN par_30::DOUBLE / outstanding::DOUBLE END AS par_30_ratio,
  CASE WHEN loans > 0 THEN par_30_loans::DOUBLE / loans::DOUBLE END AS par_30_loans_ratio,
  CASE WHEN outstanding > 0 THEN par_90::DOUBLE / outstanding::DOUBLE END AS par_90_ratio,
  CASE WHEN loans > 0 THEN par_90_loans::DOUBLE / loans::DOUBLE END AS par_90_loans_ratio,
  CASE WHEN outstanding > 0 THEN par_180::DOUBLE / outstanding::DOUBLE END AS par_180_ratio,
  CASE WHEN loans > 0 THEN par_180_loans::DOUBLE / loans::DOUBLE END AS par_180_loans_ratio,
  NOT (loans >= 20 AND outstanding >= 100000000) AS small_base
FROM counted WHERE union_code <> '98' OR loans > 0
