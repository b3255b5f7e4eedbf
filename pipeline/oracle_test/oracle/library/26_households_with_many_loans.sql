-- doc: customers with several loans
-- grain: customer_code
SELECT customer_code, min(group_code) AS group_code, count(contract_no) AS loans, array_to_string(list_sort(list_distinct(list(programme_code))), ', ') AS programmes,
  sum(in_term + overdue + frozen) AS outstanding, sum(overdue) AS overdue
FROM loan_month WHERE as_of = $as_of::DATE AND in_term + overdue + frozen > 0
GROUP BY customer_code HAVING count(contract_no) >= $least::INT ORDER BY sum(in_term + overdue + frozen) DESC, customer_code LIMIT $top::INT
