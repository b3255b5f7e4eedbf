-- doc: Which way every entrusted loan has gone since the month-end before: its state then and on the day. A loan is frozen if anything of it is frozen, else overdue if anything is overdue, else in
--   term; without outstanding it was written off when principal was forgiven in the month, else it was closed; without outstanding before it is new, or was brought forward into the ledger.
-- grain: a row per as-of day and contract with outstanding on the day or at the month-end before
SELECT
  as_of, contract_no, branch_code, office_code, coalesce(commune_code, '') AS commune_code, programme_code, union_code, outstanding,
  opening_in_term + opening_overdue + opening_frozen AS opening,
  CASE
    WHEN opening_in_term + opening_overdue + opening_frozen <= 0
      THEN CASE WHEN brought_forward_in_term + brought_forward_overdue + brought_forward_frozen > 0 THEN 'brought_forward' ELSE 'new' END
    WHEN opening_frozen > 0 THEN 'frozen'
    WHEN opening_overdue > 0 THEN 'overdue'
    ELSE 'in_term' END AS from_state,
  CASE
    WHEN outstanding <= 0 THEN CASE WHEN written_off_in_term + written_off_overdue + written_off_frozen > 0 THEN 'written_off' ELSE 'closed' END
    WHEN frozen > 0 THEN 'frozen'
    WHEN overdue > 0 THEN 'overdue'
    ELSE 'in_term' END AS to_state
FROM fact.loan_month
WHERE outstanding > 0 OR opening_in_term + opening_overdue + opening_frozen > 0
