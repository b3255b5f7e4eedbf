-- doc: Cases of loans at risk by round, measure and what became of them by the day: decided (approved), refused, or pending, for rounds with a case submitted in the day's year.
--   In a scope: cases of loans that lie in it on the day.
-- grain: a row per round, measure and status
-- vi: Xử lý nợ rủi ro theo đợt, biện pháp và kết quả
-- en: Loans at risk by round, measure and status
-- units: loans, đồng
WITH round AS (
  SELECT DISTINCT round_code FROM meta.asked_case WHERE this_year
)
SELECT a.as_of, c.round_code, c.measure, c.status, count(*) AS loans, sum(c.principal) AS principal, sum(c.interest) AS interest
FROM meta.asked a
CROSS JOIN meta.asked_case c
SEMI JOIN round r USING (round_code)
GROUP BY ALL
