-- doc: Contracts and deposit customers add up to their union: the stocks and flows that both have, and loans. That groups add up to unions is another check.
-- grain: a row per as-of day, branch and union of the months whose contracts are in the warehouse
-- vi: Tổng các khế ước và khách hàng gửi tiền bằng số của hội
-- en: Contracts and depositors add up to their union
-- severity: error
-- examined: unions and months
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH loan AS (
  SELECT
    as_of, branch_code, union_code,
    sum(in_term) AS in_term, sum(overdue) AS overdue, sum(frozen) AS frozen,
    sum(unpaid_interest_in_term) + sum(unpaid_interest_overdue) AS unpaid_interest,
    sum(disbursed) AS disbursed,
    sum(collected_in_term) + sum(collected_overdue) + sum(collected_frozen) AS collected,
    sum(interest_paid_in_term) + sum(interest_paid_overdue) AS interest_paid,
    sum(in_term_to_overdue) AS moved_to_overdue,
    sum(due_principal) AS due_principal, sum(due_collected) AS due_collected,
    count(*) FILTER (outstanding > 0) AS loans
  FROM fact.loan_month
  GROUP BY ALL
),
deposit AS (
  SELECT
    as_of, branch_code, union_code,
    sum(balance) AS deposit_balance, sum(deposited) + sum(interest) AS deposits_in, sum(withdrawn) + sum(offset_loan) AS deposits_out
  FROM fact.deposit_month
  GROUP BY ALL
),
whole AS (
  SELECT
    as_of, branch_code, union_code,
    -in_term AS in_term, -overdue AS overdue, -frozen AS frozen,
    -unpaid_interest_in_term - unpaid_interest_overdue AS unpaid_interest,
    -disbursed AS disbursed,
    -collected_in_term - collected_overdue - collected_frozen AS collected,
    -interest_paid_in_term - interest_paid_overdue AS interest_paid,
    -in_term_to_overdue AS moved_to_overdue,
    -due_principal AS due_principal, -due_collected AS due_collected,
    -loans AS loans,
    -deposit_balance AS deposit_balance, -deposits_in AS deposits_in, -deposits_out AS deposits_out
  FROM indicator.union_month
  WHERE as_of >= (SELECT least((SELECT min(as_of) FROM fact.loan_month), (SELECT min(as_of) FROM fact.deposit_month)))
),
-- Parts less whole, measure by measure: zero everywhere when they agree. What a side does not have counts zero.
difference AS (
  SELECT as_of, branch_code, union_code, sum(coalesce(COLUMNS(* EXCLUDE (as_of, branch_code, union_code)), 0))
  FROM (SELECT * FROM loan UNION ALL BY NAME SELECT * FROM deposit UNION ALL BY NAME SELECT * FROM whole)
  GROUP BY ALL
)
SELECT
  as_of,
  concat_ws(' ', 'branch', branch_code, 'union', union_code) AS key,
  'contracts and depositors less the union: ' || concat_ws(', ',
    'in_term ' || nullif(in_term, 0), 'overdue ' || nullif(overdue, 0), 'frozen ' || nullif(frozen, 0),
    'unpaid interest ' || nullif(unpaid_interest, 0), 'disbursed ' || nullif(disbursed, 0), 'collected ' || nullif(collected, 0),
    'interest paid ' || nullif(interest_paid, 0), 'moved to overdue ' || nullif(moved_to_overdue, 0),
    'due principal ' || nullif(due_principal, 0), 'due collected ' || nullif(due_collected, 0), 'loans ' || nullif(loans, 0),
    'deposits ' || nullif(deposit_balance, 0), 'deposits in ' || nullif(deposits_in, 0), 'deposits out ' || nullif(deposits_out, 0)) AS detail_en,
  'khế ước và khách hàng gửi tiền trừ số của hội: ' || concat_ws(', ',
    'trong hạn ' || format('{:t.}', nullif(in_term, 0)), 'quá hạn ' || format('{:t.}', nullif(overdue, 0)), 'khoanh ' || format('{:t.}', nullif(frozen, 0)),
    'lãi tồn ' || format('{:t.}', nullif(unpaid_interest, 0)), 'cho vay ' || format('{:t.}', nullif(disbursed, 0)), 'thu nợ ' || format('{:t.}', nullif(collected, 0)),
    'thu lãi ' || format('{:t.}', nullif(interest_paid, 0)), 'chuyển quá hạn ' || format('{:t.}', nullif(moved_to_overdue, 0)),
    'gốc đến hạn ' || format('{:t.}', nullif(due_principal, 0)), 'thu gốc đến hạn ' || format('{:t.}', nullif(due_collected, 0)), 'số khế ước ' || format('{:t.}', nullif(loans, 0)),
    'tiền gửi ' || format('{:t.}', nullif(deposit_balance, 0)), 'gửi vào ' || format('{:t.}', nullif(deposits_in, 0)), 'rút ra ' || format('{:t.}', nullif(deposits_out, 0))) AS detail_vi,
  greatest(*COLUMNS(* EXCLUDE (as_of, branch_code, union_code))) > 0
    OR least(*COLUMNS(* EXCLUDE (as_of, branch_code, union_code))) < 0 AS failed
FROM difference
