-- doc: What contracts and deposit customers open a month with is what they closed the month before with. Months are compared by a hash over
--   all balances that are not zero; only where it differs are contracts and customers compared one by one.
-- grain: a row per branch and month that has a month before it in the warehouse, and one per contract or customer that differs
-- vi: Số dư đầu tháng bằng số dư cuối tháng trước
-- en: A month opens with what the month before closed with
-- severity: error
-- examined: branches and months
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH next_day AS (SELECT as_of, lead(as_of) OVER (ORDER BY as_of) AS next_on FROM meta.as_of),
first_day AS (
  SELECT
    (SELECT min(as_of) FROM meta.as_of) AS as_of,
    (SELECT min(as_of) FROM fact.loan_month) AS loan_on,
    (SELECT min(as_of) FROM fact.deposit_month) AS deposit_on
),
-- The day whose opening a row is compared on, and the hash of its balances: openings count plus, closings of the month before minus.
loan AS (
  SELECT
    as_of, branch_code,
    sum(CASE WHEN opening_in_term = 0 AND opening_overdue = 0 AND opening_frozen = 0 AND opening_unpaid_interest_in_term = 0 AND opening_unpaid_interest_overdue = 0 THEN 0
      ELSE hash(contract_no, opening_in_term, opening_overdue, opening_frozen, opening_unpaid_interest_in_term, opening_unpaid_interest_overdue) END) AS opening,
    sum(CASE WHEN in_term = 0 AND overdue = 0 AND frozen = 0 AND unpaid_interest_in_term = 0 AND unpaid_interest_overdue = 0 THEN 0
      ELSE hash(contract_no, in_term, overdue, frozen, unpaid_interest_in_term, unpaid_interest_overdue) END) AS closing
  FROM fact.loan_month
  GROUP BY ALL
),
deposit AS (
  SELECT
    as_of, branch_code,
    sum(CASE WHEN opening_balance = 0 THEN 0 ELSE hash(customer_code, opening_balance) END) AS opening,
    sum(CASE WHEN balance = 0 THEN 0 ELSE hash(customer_code, balance) END) AS closing
  FROM fact.deposit_month
  GROUP BY ALL
),
side AS (
  SELECT 'contracts' AS kind, as_of, branch_code, opening AS hash
  FROM loan WHERE as_of > (SELECT loan_on FROM first_day) OR as_of = (SELECT as_of FROM first_day)
  UNION ALL
  SELECT 'contracts', n.next_on, l.branch_code, -l.closing FROM loan l JOIN next_day n ON n.as_of = l.as_of WHERE n.next_on IS NOT NULL
  UNION ALL
  SELECT 'depositors', as_of, branch_code, opening
  FROM deposit WHERE as_of > (SELECT deposit_on FROM first_day) OR as_of = (SELECT as_of FROM first_day)
  UNION ALL
  SELECT 'depositors', n.next_on, d.branch_code, -d.closing FROM deposit d JOIN next_day n ON n.as_of = d.as_of WHERE n.next_on IS NOT NULL
),
compared AS (SELECT kind, as_of, branch_code, sum(hash) <> 0 AS differs FROM side GROUP BY ALL),
broken_loan AS (
  SELECT as_of, branch_code, contract_no, sum(in_term) AS in_term, sum(overdue) AS overdue, sum(frozen) AS frozen,
    sum(interest_in_term) AS interest_in_term, sum(interest_overdue) AS interest_overdue
  FROM (
    SELECT c.as_of, c.branch_code, l.contract_no, l.opening_in_term AS in_term, l.opening_overdue AS overdue, l.opening_frozen AS frozen,
      l.opening_unpaid_interest_in_term AS interest_in_term, l.opening_unpaid_interest_overdue AS interest_overdue
    FROM fact.loan_month l
    JOIN compared c ON c.as_of = l.as_of AND c.branch_code = l.branch_code AND c.differs AND c.kind = 'contracts'
    UNION ALL
    SELECT c.as_of, c.branch_code, l.contract_no, -l.in_term, -l.overdue, -l.frozen, -l.unpaid_interest_in_term, -l.unpaid_interest_overdue
    FROM fact.loan_month l
    JOIN next_day n ON n.as_of = l.as_of
    JOIN compared c ON c.as_of = n.next_on AND c.branch_code = l.branch_code AND c.differs AND c.kind = 'contracts'
  )
  GROUP BY ALL
),
broken_deposit AS (
  SELECT as_of, branch_code, customer_code, sum(balance) AS balance
  FROM (
    SELECT c.as_of, c.branch_code, d.customer_code, d.opening_balance AS balance
    FROM fact.deposit_month d
    JOIN compared c ON c.as_of = d.as_of AND c.branch_code = d.branch_code AND c.differs AND c.kind = 'depositors'
    UNION ALL
    SELECT c.as_of, c.branch_code, d.customer_code, -d.balance
    FROM fact.deposit_month d
    JOIN next_day n ON n.as_of = d.as_of
    JOIN compared c ON c.as_of = n.next_on AND c.branch_code = d.branch_code AND c.differs AND c.kind = 'depositors'
  )
  GROUP BY ALL
)
SELECT
  as_of,
  'branch ' || branch_code || ' ' || kind AS key,
  'they open the month with other balances than they closed the one before with' AS detail_en,
  'số dư đầu tháng khác số dư cuối tháng trước' AS detail_vi,
  differs AS failed
FROM compared
UNION ALL
SELECT
  as_of, contract_no,
  'the opening is off by ' || in_term || ' in_term, ' || overdue || ' overdue, ' || frozen || ' frozen, '
    || interest_in_term || ' unpaid interest in_term, ' || interest_overdue || ' unpaid interest overdue',
  'số đầu tháng lệch: trong hạn ' || format('{:t.}', in_term) || ', quá hạn ' || format('{:t.}', overdue) || ', khoanh ' || format('{:t.}', frozen)
    || ', lãi tồn trong hạn ' || format('{:t.}', interest_in_term) || ', lãi tồn quá hạn ' || format('{:t.}', interest_overdue),
  true
FROM broken_loan
WHERE in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR interest_in_term <> 0 OR interest_overdue <> 0
UNION ALL
SELECT as_of, customer_code, 'the opening deposit is off by ' || balance, 'số dư tiền gửi đầu tháng lệch ' || format('{:t.}', balance), true
FROM broken_deposit
WHERE balance <> 0
