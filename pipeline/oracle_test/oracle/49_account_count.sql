-- doc: accounts with a balance on the day or an entry in its month
-- grain: as_of, customer_code
WITH account AS (
  SELECT d.as_of, e.customer_code, e.account_no,
    sum(CASE WHEN e.entry_type IN ('opening', 'deposit', 'interest') THEN e.amount ELSE -e.amount END) AS balance,
    bool_or(e.posted_on >= d.month_start) AS touched
  FROM day d JOIN deposit_entry e ON e.posted_on <= d.as_of
  GROUP BY d.as_of, e.customer_code, e.account_no
)
SELECT as_of, customer_code, count(*) FILTER (balance <> 0 OR touched) AS accounts
FROM account GROUP BY as_of, customer_code
