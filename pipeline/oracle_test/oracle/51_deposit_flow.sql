-- doc: deposit flows of the as-of day's calendar month
-- grain: as_of, customer_code, for customers with an entry in the month
SELECT d.as_of, e.customer_code,
  coalesce(sum(amount) FILTER (entry_type = 'opening'), 0) AS brought_forward,
  coalesce(sum(amount) FILTER (entry_type = 'deposit'), 0) AS deposited,
  coalesce(sum(amount) FILTER (entry_type = 'interest'), 0) AS interest,
  coalesce(sum(amount) FILTER (entry_type = 'withdrawal'), 0) AS withdrawn,
  coalesce(sum(amount) FILTER (entry_type = 'offset'), 0) AS offset_loan
FROM day d JOIN deposit_entry e ON e.posted_on BETWEEN d.month_start AND d.as_of
GROUP BY d.as_of, e.customer_code
