-- doc: The loans with most overdue, with since when, the group and what interest is unpaid.
-- grain: a row per contract, the largest first
-- vi: Món vay quá hạn lớn nhất
-- en: The largest overdue loans
-- units: days, đồng
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: commune text = NULL: only the commune of this code
-- param: union text = NULL: only the union of this code
-- param: top int = 50: how many contracts
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day)
SELECT m.contract_no, m.customer_code, m.group_code, m.union_code, m.commune_code, m.programme_code, m.overdue_since, m.days_past_due, m.overdue, m.outstanding,
  m.unpaid_interest_in_term + m.unpaid_interest_overdue AS unpaid_interest, m.last_activity_on
FROM fact.loan_month m
WHERE m.as_of = (SELECT as_of FROM day) AND m.overdue > 0
  AND coalesce(m.commune_code = $commune::VARCHAR, $commune::VARCHAR IS NULL) AND coalesce(m.union_code = $union::VARCHAR, $union::VARCHAR IS NULL)
ORDER BY m.overdue DESC, m.contract_no
LIMIT $top::INT
