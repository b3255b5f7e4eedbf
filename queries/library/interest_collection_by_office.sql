-- doc: How much of the interest that fell due was paid in the months up to the day, and what is still unpaid, by office.
-- grain: a row per office, the lowest rate first
-- vi: Tỷ lệ thu lãi theo phòng giao dịch
-- en: Interest collection by office
-- units: đồng, fraction
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: months int = 12: how many months, the day's included
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day)
SELECT m.office_code, o.name AS office, sum(m.interest_due_in_term + m.interest_due_overdue)::BIGINT AS due, sum(m.interest_paid_in_term + m.interest_paid_overdue)::BIGINT AS paid,
  sum(m.interest_paid_in_term + m.interest_paid_overdue)::DOUBLE / nullif(sum(m.interest_due_in_term + m.interest_due_overdue), 0)::DOUBLE AS rate,
  coalesce(sum(m.unpaid_interest_in_term + m.unpaid_interest_overdue) FILTER (m.as_of = d.as_of), 0)::BIGINT AS unpaid
FROM indicator.office_month m
CROSS JOIN day d
LEFT JOIN dim.transaction_office o USING (office_code)
WHERE m.as_of <= d.as_of AND m.as_of > last_day(d.as_of - to_months($months::INT))
GROUP BY ALL
HAVING due <> 0 OR paid <> 0 OR unpaid <> 0
ORDER BY rate, m.office_code
