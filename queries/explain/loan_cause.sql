-- doc: Contracts whose cause of debt, as last noted by last_on, is that of the cell's row; of the row without a cause those for which none is noted.
-- grain: a row per contract
WITH noted AS (
  SELECT contract_no, arg_max(cause, noted_on) AS cause
  FROM dim.debt_cause
  WHERE noted_on <= getvariable('last_on')::DATE
  GROUP BY contract_no
)
SELECT DISTINCT m.contract_no
FROM fact.loan_month m
LEFT JOIN noted n USING (contract_no)
WHERE m.as_of BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE AND coalesce(n.cause, '') = getvariable('row_cause')::VARCHAR
