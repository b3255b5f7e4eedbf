-- doc: par by place
-- grain: as_of, kind, code, union_code
WITH late(name, days) AS (VALUES ('par_1', 1), ('par_30', 31), ('par_90', 91), ('par_180', 181)),
figure AS (
  SELECT as_of, kind, code, union_code, name, sum(if(days_past_due >= days, outstanding, 0)) AS late, sum(if(days_past_due >= days, 1, 0)) AS late_loans
  FROM placed_loan, late GROUP BY ALL
), whole AS (
  SELECT as_of, kind, code, union_code, sum(outstanding) AS outstanding, count(*) AS loans, sum(overdue) AS overdue, sum(if(overdue > 0, 1, 0)) AS overdue_loans
  FROM placed_loan GROUP BY ALL
), one AS (
  SELECT as_of, kind, code, union_code, max(late) FILTER (name = 'par_1') AS par_1, max(late_loans) FILTER (name = 'par_1') AS par_1_loans,
    max(late) FILTER (name = 'par_30') AS par_30, max(late_loans) FILTER (name = 'par_30') AS par_30_loans,
    max(late) FILTER (name = 'par_90') AS par_90, max(late_loans) FILTER (name = 'par_90') AS par_90_loans,
    max(late) FILTER (name = 'par_180') AS par_180, max(late_loans) FILTER (name = 'par_180') AS par_180_loans
  FROM figure GROUP BY ALL
)
SELECT *, overdue / outstanding AS overdue_ratio, overdue_loans / loans AS overdue_loans_ratio,
  par_1 / outstanding AS par_1_ratio, par_1_loans / loans AS par_1_loans_ratio, par_30 / outstanding AS par_30_ratio, par_30_loans / loans AS par_30_loans_ratio,
  par_90 / outstanding AS par_90_ratio, par_90_loans / loans AS par_90_loans_ratio, par_180 / outstanding AS par_180_ratio, par_180_loans / loans AS par_180_loans_ratio,
  NOT (loans >= 20 AND outstanding >= 100000000) AS small_base
FROM whole JOIN one USING (as_of, kind, code, union_code)
