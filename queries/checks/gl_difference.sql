-- doc: Balances added up from all ledger entries of an office, by the entries' own office, direct and unassigned included, against the general ledger.
--   An account that is missing within a pair of day and office counts 0; pairs without general-ledger rows are not compared.
-- grain: a row per day and office that the general ledger has, on or before the last day taken
-- vi: Chênh lệch với sổ cái
-- en: Difference to the general ledger
-- severity: error
-- examined: pairs of day and office
-- remedy_vi: tìm các bút toán thiếu, trùng hoặc hạch toán nhầm phòng giao dịch ở nguồn, hoặc sửa gl_balance, rồi chạy `uythac refresh`
-- remedy_en: find the entries that are missing, doubled or booked on another office in the source, or correct gl_balance, then run `uythac refresh`
WITH entry AS (
  SELECT office_code, posted_on, 'loan_' || to_class AS account, sum(amount) AS amount
  FROM lake.loan_ledger
  WHERE to_class IS NOT NULL AND entry_type IN ('opening', 'disbursement', 'repayment', 'transfer', 'write_off')
  GROUP BY ALL
  UNION ALL
  SELECT office_code, posted_on, 'loan_' || from_class, -sum(amount)
  FROM lake.loan_ledger
  WHERE from_class IS NOT NULL AND entry_type IN ('opening', 'disbursement', 'repayment', 'transfer', 'write_off')
  GROUP BY ALL
  UNION ALL
  SELECT
    office_code, posted_on, 'member_deposit',
    sum(CASE WHEN (entry_type IN ('opening', 'deposit', 'interest')) = (reverses_entry_id IS NULL) THEN amount ELSE -amount END)
  FROM lake.deposit_ledger
  GROUP BY ALL
),
standing AS (
  SELECT office_code, account, posted_on, sum(sum(amount)) OVER (PARTITION BY office_code, account ORDER BY posted_on) AS balance
  FROM entry
  GROUP BY office_code, account, posted_on
),
pair AS (
  SELECT DISTINCT as_of, office_code FROM dim.gl_balance WHERE as_of <= (SELECT through FROM meta.run)
),
account(account, account_vi) AS (VALUES
  ('loan_in_term', 'nợ trong hạn'), ('loan_overdue', 'nợ quá hạn'), ('loan_frozen', 'nợ khoanh'), ('member_deposit', 'tiền gửi')),
compared AS (
  SELECT
    p.as_of, p.office_code, a.account, a.account_vi,
    coalesce(g.amount, 0) AS gl,
    coalesce(s.balance, 0) AS ledger
  FROM pair p
  CROSS JOIN account a
  LEFT JOIN dim.gl_balance g ON g.as_of = p.as_of AND g.office_code = p.office_code AND g.account = a.account
  ASOF LEFT JOIN standing s ON s.office_code = p.office_code AND s.account = a.account AND p.as_of >= s.posted_on
)
SELECT
  as_of,
  'office ' || office_code AS key,
  string_agg(account || ': general ledger ' || gl || ', entries ' || ledger || ', difference ' || ledger - gl, '; ' ORDER BY account)
    FILTER (gl <> ledger) AS detail_en,
  string_agg(account_vi || ': sổ cái ' || format('{:t.}', gl) || ', bút toán ' || format('{:t.}', ledger) || ', chênh lệch ' || format('{:t.}', ledger - gl), '; ' ORDER BY account)
    FILTER (gl <> ledger) AS detail_vi,
  bool_or(gl <> ledger) AS failed
FROM compared
GROUP BY as_of, office_code
