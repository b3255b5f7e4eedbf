-- doc: Where the loans of the month-end before have gone: each loan's opening outstanding goes whole from its state then to its state on the day. A loan is frozen if anything of
--   it is frozen, else overdue if anything is overdue, else in term; without outstanding it was written off when principal was forgiven in the month, else it was closed.
--   Loans without outstanding before stand beside it: new, or brought forward into the ledger; their amount is the outstanding on the day. A loan counts in its union of the day.
-- grain: a row per as-of day of the facts kept, union and pair of states; 00 is the total of the unions shown
-- vi: Ma trận chuyển dịch trạng thái nợ
-- en: Migration of loans between states
-- units: loans, đồng, fraction
WITH moved AS (
  SELECT
    as_of, union_code, from_state, to_state,
    count(*) AS loans,
    sum(CASE WHEN opening > 0 THEN opening ELSE outstanding END) AS amount,
    sum(greatest(outstanding, 0)) AS closing
  FROM meta.loan_way
  GROUP BY ALL
),
cell AS (
  SELECT from_state, to_state
  FROM (SELECT unnest(['in_term', 'overdue', 'frozen']) AS from_state), (SELECT unnest(['in_term', 'overdue', 'frozen', 'closed', 'written_off']) AS to_state)
  UNION ALL
  SELECT from_state, to_state
  FROM (SELECT unnest(['new', 'brought_forward']) AS from_state), (SELECT unnest(['in_term', 'overdue', 'frozen']) AS to_state)
),
figures AS (
  SELECT
    r.as_of, r.union_code, r.name_vi AS union_name, c.from_state, c.to_state,
    coalesce(sum(m.loans), 0)::BIGINT AS loans,
    coalesce(sum(m.amount), 0)::BIGINT AS amount,
    coalesce(sum(m.closing), 0)::BIGINT AS closing
  FROM meta.union_row r
  SEMI JOIN moved d ON d.as_of = r.as_of
  CROSS JOIN cell c
  LEFT JOIN moved m ON m.as_of = r.as_of AND m.union_code = r.part_code AND m.from_state = c.from_state AND m.to_state = c.to_state
  GROUP BY ALL
),
summed AS (
  SELECT
    *,
    (sum(loans) OVER state)::BIGINT AS state_loans,
    (sum(amount) OVER state)::BIGINT AS state_amount,
    sum(loans) OVER (PARTITION BY as_of, union_code) AS all_loans
  FROM figures
  WINDOW state AS (PARTITION BY as_of, union_code, from_state)
)
SELECT
  f.as_of, f.union_code, f.union_name, f.from_state, f.to_state, f.loans, f.amount, f.closing,
  CASE WHEN f.from_state NOT IN ('new', 'brought_forward') THEN f.amount::DOUBLE / nullif(f.state_amount, 0)::DOUBLE END AS share,
  CASE WHEN f.from_state NOT IN ('new', 'brought_forward') THEN f.loans::DOUBLE / nullif(f.state_loans, 0)::DOUBLE END AS loans_share,
  f.state_loans < s.loans OR f.state_amount < s.amount AS small_base
FROM summed f, meta.small_base s
WHERE f.union_code <> '98' OR f.all_loans > 0
