-- doc: interest due, paid and unpaid of offices
-- grain: office_code
WITH figure AS (
  SELECT coalesce(office_code, '') AS office_code, sum(interest_due_in_term) + sum(interest_due_overdue) AS due, sum(interest_paid_in_term) + sum(interest_paid_overdue) AS paid,
    sum(CASE WHEN as_of = $as_of::DATE THEN unpaid_interest_in_term + unpaid_interest_overdue ELSE 0 END) AS unpaid
  FROM loan_month
  WHERE as_of <= $as_of::DATE AND datediff('month', as_of, $as_of::DATE) < $months::INT
  GROUP BY 1
)
SELECT office_code, (SELECT t.name FROM src.transaction_office t WHERE t.office_code = f.office_code) AS office, due, paid, CASE WHEN due <> 0 THEN paid::DOUBLE / due::DOUBLE END AS rate, unpaid
FROM figure f WHERE due <> 0 OR paid <> 0 OR unpaid <> 0
ORDER BY CASE WHEN due <> 0 THEN 0 ELSE 1 END, rate, office_code
