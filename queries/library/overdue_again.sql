-- doc: Loans that went overdue more than once in the months that the warehouse holds: cured and overdue again.
-- grain: a row per contract, the most often first
-- vi: Món vay quá hạn nhiều lần
-- en: Loans overdue again and again
-- units: times, months, đồng
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: least int = 2: fewer times than this are left out
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
seen AS (
  SELECT m.contract_no, m.as_of, m.overdue > 0 AS late, coalesce(lag(m.overdue > 0) OVER (PARTITION BY m.contract_no ORDER BY m.as_of), false) AS late_before
  FROM fact.loan_month m
  WHERE m.as_of <= (SELECT as_of FROM day)
),
again AS (
  SELECT contract_no, count(*) FILTER (late AND NOT late_before) AS times, count(*) FILTER (late) AS months_overdue, max(as_of) FILTER (late) AS last_overdue
  FROM seen
  GROUP BY contract_no
  HAVING count(*) FILTER (late AND NOT late_before) >= $least::INT
)
SELECT a.contract_no, m.customer_code, m.group_code, m.union_code, a.times, a.months_overdue, a.last_overdue, coalesce(m.overdue, 0) AS overdue, coalesce(m.outstanding, 0) AS outstanding
FROM again a
LEFT JOIN fact.loan_month m ON m.contract_no = a.contract_no AND m.as_of = (SELECT as_of FROM day)
ORDER BY a.times DESC, outstanding DESC, a.contract_no
