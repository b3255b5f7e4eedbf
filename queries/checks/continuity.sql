-- doc: What a contract or deposit customer opens a month with is what it closed the month before with.
-- grain: a row per contract or customer, and month that has a month before it in the warehouse
-- vi: Số dư đầu tháng bằng số dư cuối tháng trước
-- en: A month opens with what the month before closed with
-- severity: error
-- examined: contracts, customers and months
-- remedy: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH next_day AS (SELECT as_of, lead(as_of) OVER (ORDER BY as_of) AS next_on FROM meta.as_of),
loan AS (
  SELECT
    coalesce(n.as_of, p.next_on) AS as_of,
    coalesce(n.contract_no, p.contract_no) AS key,
    coalesce(n.opening_in_term, 0) - coalesce(p.in_term, 0) AS off_in_term,
    coalesce(n.opening_overdue, 0) - coalesce(p.overdue, 0) AS off_overdue,
    coalesce(n.opening_frozen, 0) - coalesce(p.frozen, 0) AS off_frozen,
    coalesce(n.opening_unpaid_interest_in_term, 0) - coalesce(p.unpaid_interest_in_term, 0) AS off_interest_in_term,
    coalesce(n.opening_unpaid_interest_overdue, 0) - coalesce(p.unpaid_interest_overdue, 0) AS off_interest_overdue
  FROM (
    SELECT * FROM fact.loan_month
    WHERE as_of > (SELECT min(as_of) FROM fact.loan_month) OR as_of = (SELECT min(as_of) FROM meta.as_of)
  ) n
  FULL JOIN (SELECT l.*, d.next_on FROM fact.loan_month l JOIN next_day d ON d.as_of = l.as_of WHERE d.next_on IS NOT NULL) p
    ON p.contract_no = n.contract_no AND p.branch_code = n.branch_code AND p.next_on = n.as_of
),
deposit AS (
  SELECT
    coalesce(n.as_of, p.next_on) AS as_of,
    coalesce(n.customer_code, p.customer_code) AS key,
    coalesce(n.opening_balance, 0) - coalesce(p.balance, 0) AS off_balance
  FROM (
    SELECT * FROM fact.deposit_month
    WHERE as_of > (SELECT min(as_of) FROM fact.deposit_month) OR as_of = (SELECT min(as_of) FROM meta.as_of)
  ) n
  FULL JOIN (SELECT l.*, d.next_on FROM fact.deposit_month l JOIN next_day d ON d.as_of = l.as_of WHERE d.next_on IS NOT NULL) p
    ON p.customer_code = n.customer_code AND p.branch_code = n.branch_code AND p.next_on = n.as_of
)
SELECT
  as_of, key,
  'the opening is off by ' || off_in_term || ' in_term, ' || off_overdue || ' overdue, ' || off_frozen || ' frozen, '
    || off_interest_in_term || ' unpaid interest in_term, ' || off_interest_overdue || ' unpaid interest overdue' AS detail,
  off_in_term <> 0 OR off_overdue <> 0 OR off_frozen <> 0 OR off_interest_in_term <> 0 OR off_interest_overdue <> 0 AS failed
FROM loan
UNION ALL
SELECT as_of, key, 'the opening deposit is off by ' || off_balance, off_balance <> 0
FROM deposit
