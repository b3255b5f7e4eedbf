-- doc: Entrusted loans that owe, of the months whose facts are kept, added up as far as households, groups, ratings and inactive loans need them. A household that owes on one loan alone
--   is counted wherever the loan is; of the others there is a row each, so that any question can count them once. Most owe on one.
-- grain: a row per as-of day, branch, union, office, group, programme, fund source, term and customer with several loans
WITH lent_again AS (
  -- Few: the others need not be looked at day by day.
  SELECT customer_code FROM dim.loan_contract WHERE lending_method = '2' GROUP BY customer_code HAVING count(*) > 1
),
several AS (
  SELECT as_of, customer_code
  FROM fact.loan_month
  WHERE outstanding > 0 AND union_code <> '99' AND customer_code IN (SELECT customer_code FROM lent_again)
  GROUP BY as_of, customer_code
  HAVING count(*) > 1
),
owing AS (
  SELECT
    m.as_of, m.branch_code, m.union_code, m.office_code, m.commune_code, coalesce(m.group_code, '') AS group_code, m.programme_code, m.fund_source, m.outstanding, m.overdue,
    coalesce(t.term, '') AS term, coalesce(s.customer_code, '') AS customer_code, meta.inactive_band(m.as_of, m.last_activity_on, m.frozen, p.short_name) AS band
  FROM fact.loan_month m
  LEFT JOIN several s ON s.as_of = m.as_of AND s.customer_code = m.customer_code
  LEFT JOIN meta.loan_term t ON t.contract_no = m.contract_no
  LEFT JOIN dim.loan_programme p ON p.programme_code = m.programme_code
  WHERE m.outstanding > 0 AND m.union_code <> '99'
)
SELECT
  as_of, branch_code, office_code, group_code, programme_code, fund_source, term, customer_code,
  -- What has a group has its union and commune, what has none is unassigned.
  any_value(union_code) AS union_code, coalesce(any_value(commune_code), '') AS commune_code,
  count(*) AS loans, count(*) FILTER (customer_code = '') AS sole_households, sum(outstanding) AS outstanding, sum(overdue) AS overdue,
  count(*) FILTER (band = 3) AS inactive_3_loans, count(*) FILTER (band = 6) AS inactive_6_loans, count(*) FILTER (band = 12) AS inactive_12_loans,
  coalesce(sum(outstanding) FILTER (band IS NOT NULL), 0) AS inactive
FROM owing
GROUP BY as_of, branch_code, office_code, group_code, programme_code, fund_source, term, customer_code
ORDER BY as_of
