-- doc: Instalments that fall due in the 90 days after each as-of day whose facts are kept, and what of them is not covered on it, of loans that owe. Covered principal goes to the
--   oldest instalments of the schedule; an extension moves those that it did not find covered to its new maturity; what was lent beyond the schedule is due on the maturity.
-- grain: a row per as-of day, contract and day on which something falls due
WITH state AS (
  SELECT
    m.as_of, m.branch_code, m.contract_no, m.maturity_on, s.lent + s.opened AS lent, s.paid, s.opened, s.lent AS disbursed,
    string_split(s.extensions, ' ') AS extensions
  FROM fact.loan_month m
  JOIN lake.contract_state s ON s.as_of = m.as_of AND s.branch_code = m.branch_code AND s.contract_no = m.contract_no
  WHERE m.outstanding > 0 AND s.as_of >= (SELECT min(as_of) FROM fact.loan_month)
),
planned AS (
  SELECT contract_no, due_on, amount, sum(amount) OVER (PARTITION BY contract_no ORDER BY due_on) AS up_to, sum(amount) OVER (PARTITION BY contract_no) AS total
  FROM dim.principal_schedule
),
totals AS (SELECT contract_no, sum(amount) AS total FROM dim.principal_schedule GROUP BY contract_no),
extension AS (
  SELECT
    as_of, contract_no, n,
    (DATE '1970-01-01' + split_part(entry, ':', 3)::INT)::DATE AS new_maturity_on, split_part(entry, ':', 4)::BIGINT AS covered
  FROM (SELECT as_of, contract_no, unnest(extensions) AS entry, generate_subscripts(extensions, 1) AS n FROM state WHERE extensions IS NOT NULL)
),
-- Instalments as they fall due: of contracts that were never extended only those of the 90 days, of the others all.
instalment AS (
  SELECT s.as_of, s.branch_code, s.contract_no, p.due_on, p.amount, p.up_to, p.total, s.paid, s.opened, s.disbursed
  FROM state s
  JOIN planned p ON p.contract_no = s.contract_no AND p.due_on > s.as_of AND p.due_on <= s.as_of + 90
  WHERE s.extensions IS NULL
  UNION ALL
  SELECT s.as_of, s.branch_code, s.contract_no, coalesce(arg_max(e.new_maturity_on, e.n), p.due_on), p.amount, p.up_to, p.total, s.paid, s.opened, s.disbursed
  FROM state s
  JOIN planned p ON p.contract_no = s.contract_no
  LEFT JOIN extension e ON e.as_of = s.as_of AND e.contract_no = s.contract_no AND e.covered < p.up_to
  WHERE s.extensions IS NOT NULL
  GROUP BY s.as_of, s.branch_code, s.contract_no, p.due_on, p.amount, p.up_to, p.total, s.paid, s.opened, s.disbursed
  UNION ALL
  SELECT
    s.as_of, s.branch_code, s.contract_no, s.maturity_on, s.lent - coalesce(t.total, 0), s.lent, coalesce(t.total, 0), s.paid, s.opened, s.disbursed
  FROM state s
  LEFT JOIN totals t ON t.contract_no = s.contract_no
  WHERE s.lent > coalesce(t.total, 0)
),
left_over AS (
  SELECT
    as_of, branch_code, contract_no, due_on,
    least(amount, greatest(0, up_to - paid - CASE WHEN opened > 0 THEN greatest(0, total - opened - disbursed) ELSE 0 END)) AS amount
  FROM instalment
  WHERE due_on > as_of AND due_on <= as_of + 90
)
SELECT as_of, branch_code, contract_no, due_on, sum(amount) AS amount
FROM left_over
WHERE amount > 0
GROUP BY as_of, branch_code, contract_no, due_on
