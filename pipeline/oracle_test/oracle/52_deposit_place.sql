-- doc: where a deposit customer counts; the branch that keeps the deposits is that of the customer's first entry
-- grain: as_of, customer_code
WITH first_entry AS (
  SELECT customer_code, arg_min(office_code, (posted_on, entry_id)) AS office_code FROM deposit_entry GROUP BY customer_code
)
SELECT s.as_of, s.customer_code, coalesce(c.member, false) AS member,
  g.group_code, coalesce(g.union_code, '98') AS union_code, g.commune_code,
  CASE WHEN g.group_code IS NULL THEN s.latest_office ELSE g.office_code END AS office_code,
  o.branch_code
FROM deposit_stock s
LEFT JOIN customer_group c ON c.as_of = s.as_of AND c.customer_code = s.customer_code
LEFT JOIN group_place g ON g.as_of = s.as_of AND g.group_code = c.group_code
JOIN first_entry f ON f.customer_code = s.customer_code
LEFT JOIN src.transaction_office o ON o.office_code = f.office_code
