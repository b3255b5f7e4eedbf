-- doc: Contracts and deposit customers add up to their groups: the stocks and flows that both have, and loans.
-- grain: a row per as-of day, branch, group and union of the months whose contracts are in the warehouse
-- vi: Tổng các khế ước và khách hàng gửi tiền bằng số của tổ
-- en: Contracts and depositors add up to their group
-- severity: error
-- examined: groups and months
-- remedy: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH part AS (
  SELECT
    as_of, branch_code, coalesce(group_code, '') AS group_code, union_code,
    in_term, overdue, frozen, unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest,
    disbursed,
    collected_in_term + collected_overdue + collected_frozen AS collected,
    interest_paid_in_term + interest_paid_overdue AS interest_paid,
    in_term_to_overdue, due_principal, due_collected,
    (outstanding > 0)::BIGINT AS loans,
    0::BIGINT AS deposit_balance, 0::BIGINT AS deposits_in, 0::BIGINT AS deposits_out
  FROM fact.loan_month
  UNION ALL
  SELECT
    as_of, branch_code, coalesce(group_code, ''), union_code,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    balance, deposited + interest, withdrawn + offset_loan
  FROM fact.deposit_month
),
whole AS (
  SELECT
    as_of, branch_code, group_code, union_code,
    in_term, overdue, frozen, unpaid_interest_in_term + unpaid_interest_overdue AS unpaid_interest,
    disbursed,
    collected_in_term + collected_overdue + collected_frozen AS collected,
    interest_paid_in_term + interest_paid_overdue AS interest_paid,
    in_term_to_overdue, due_principal, due_collected,
    loans, deposit_balance, deposits_in, deposits_out
  FROM indicator.group_month
  WHERE as_of >= (SELECT min(as_of) FROM part)
),
-- Parts less whole, measure by measure: zero everywhere when they agree.
difference AS (
  SELECT as_of, branch_code, group_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, group_code, union_code)))
  FROM (
    SELECT * FROM part
    UNION ALL
    SELECT as_of, branch_code, group_code, union_code, -COLUMNS(* EXCLUDE (as_of, branch_code, group_code, union_code)) FROM whole
  )
  GROUP BY ALL
)
SELECT
  as_of,
  concat_ws(' ', 'branch', branch_code, 'union', union_code, 'group', nullif(group_code, '')) AS key,
  'contracts and depositors less the group: ' || concat_ws(', ',
    'in_term ' || nullif(in_term, 0), 'overdue ' || nullif(overdue, 0), 'frozen ' || nullif(frozen, 0),
    'unpaid interest ' || nullif(unpaid_interest, 0), 'disbursed ' || nullif(disbursed, 0), 'collected ' || nullif(collected, 0),
    'interest paid ' || nullif(interest_paid, 0), 'moved to overdue ' || nullif(in_term_to_overdue, 0),
    'due principal ' || nullif(due_principal, 0), 'due collected ' || nullif(due_collected, 0), 'loans ' || nullif(loans, 0),
    'deposits ' || nullif(deposit_balance, 0), 'deposits in ' || nullif(deposits_in, 0), 'deposits out ' || nullif(deposits_out, 0)) AS detail,
  greatest(*COLUMNS(* EXCLUDE (as_of, branch_code, group_code, union_code))) > 0
    OR least(*COLUMNS(* EXCLUDE (as_of, branch_code, group_code, union_code))) < 0 AS failed
FROM difference
