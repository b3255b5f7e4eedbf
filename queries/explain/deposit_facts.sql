-- doc: Customers and months behind a figure of member deposits, as loan_facts has contracts.
-- grain: a row of fact.deposit_month whose amount is not zero
WITH picked AS (
  SELECT *, m.rowid AS line
  FROM fact.deposit_month m
  WHERE m.as_of BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
    AND CASE WHEN getvariable('row_union') IS NULL THEN list_contains(getvariable('shown_unions')::VARCHAR[], m.union_code) ELSE m.union_code = getvariable('row_union')::VARCHAR END
    AND (getvariable('row_branch') IS NULL OR m.branch_code = getvariable('row_branch')::VARCHAR)
    AND (getvariable('row_office') IS NULL OR m.office_code = getvariable('row_office')::VARCHAR)
    AND (getvariable('row_commune') IS NULL OR coalesce(m.commune_code, '') = getvariable('row_commune')::VARCHAR)
    AND (getvariable('row_grouped') IS NULL OR m.group_code IS NOT NULL)
    AND (getvariable('row_customer') IS NULL OR m.customer_code = getvariable('row_customer')::VARCHAR)
    AND (getvariable('row_group') IS NULL OR coalesce(m.group_code, '') = getvariable('row_group')::VARCHAR)
),
measured AS (
  SELECT
    line, as_of, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code,
    CASE getvariable('measure')::VARCHAR
      WHEN 'deposit_balance' THEN balance
      WHEN 'savers' THEN CASE WHEN member AND balance > 0 THEN balance END
      WHEN 'deposits_in' THEN deposited + interest
      WHEN 'deposits_out' THEN withdrawn + offset_loan
    END AS amount
  FROM picked
)
SELECT * FROM measured WHERE amount <> 0
