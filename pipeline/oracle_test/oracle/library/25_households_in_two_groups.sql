-- doc: customers with several open memberships
-- grain: customer_code
WITH open AS (
  SELECT DISTINCT customer_code, group_code FROM src.group_membership WHERE valid_from <= $as_of::DATE AND (valid_to IS NULL OR valid_to > $as_of::DATE)
)
SELECT customer_code, count(*) AS groups, array_to_string(list_sort(list(group_code)), ', ') AS group_codes,
  (SELECT coalesce(sum(l.outstanding), 0) FROM loan_month l WHERE l.as_of = $as_of::DATE AND l.customer_code = o.customer_code) AS outstanding
FROM open o GROUP BY customer_code HAVING count(*) >= 2 ORDER BY outstanding DESC, customer_code
