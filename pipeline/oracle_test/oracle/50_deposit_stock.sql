-- doc: balance of every deposit customer, all accounts, and the office of the latest entry
-- grain: as_of, customer_code
SELECT d.as_of, e.customer_code,
  sum(CASE WHEN e.entry_type IN ('opening', 'deposit', 'interest') THEN e.amount ELSE -e.amount END) AS balance,
  arg_max(e.office_code, (e.posted_on, e.entry_id)) AS latest_office,
  count(*) FILTER (e.entry_type = 'deposit' AND s) AS standing_deposits,
  count(*) FILTER (e.entry_type = 'opening' AND s) AS standing_openings,
  bool_or(e.entry_type = 'deposit' AND s AND date_trunc('month', e.posted_on) = d.month_start)
    AND bool_or(e.entry_type = 'deposit' AND s AND date_trunc('month', e.posted_on) = d.month_start - INTERVAL 1 MONTH)
    AND bool_or(e.entry_type = 'deposit' AND s AND date_trunc('month', e.posted_on) = d.month_start - INTERVAL 2 MONTH) AS saved_three_months
FROM (SELECT d.*, e.*, NOT e.reversal AND (e.taken_back_on IS NULL OR e.taken_back_on > d.as_of) AS s
  FROM day d JOIN deposit_entry e ON e.posted_on <= d.as_of) AS e
JOIN day d ON d.as_of = e.as_of
GROUP BY d.as_of, e.customer_code
