-- doc: Contracts and months behind a figure of loans. The variable measure names the figure, first_on and last_on the days of fact.loan_month, row_... the codes of the cell's row.
--   A measure that counts contracts, households or groups has what makes them count as its amount.
--   What is asked of a term, a cause or of inactive loans is narrowed by the SELECTs loan_term, loan_cause and loan_activity: to join them here costs every
--   other figure a third of its time.
--   line is where the row lies in its table, by which the largest are found without reading the texts of the others.
-- grain: a row of fact.loan_month whose amount is not zero
WITH picked AS (
  SELECT m.*, m.rowid AS line
  FROM fact.loan_month m
  WHERE m.as_of BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
    AND CASE WHEN getvariable('measure') = 'outstanding_all' THEN m.union_code = '99' OR list_contains(getvariable('shown_unions')::VARCHAR[], m.union_code)
      WHEN getvariable('row_union') IS NULL THEN list_contains(getvariable('shown_unions')::VARCHAR[], m.union_code)
      ELSE m.union_code = getvariable('row_union')::VARCHAR END
    AND (getvariable('row_branch') IS NULL OR m.branch_code = getvariable('row_branch')::VARCHAR)
    AND (getvariable('row_office') IS NULL OR m.office_code = getvariable('row_office')::VARCHAR)
    AND (getvariable('row_commune') IS NULL OR coalesce(m.commune_code, '') = getvariable('row_commune')::VARCHAR)
    AND (getvariable('row_group') IS NULL OR coalesce(m.group_code, '') = getvariable('row_group')::VARCHAR)
    AND (getvariable('row_grouped') IS NULL OR m.group_code IS NOT NULL)
    AND (getvariable('row_contract_no') IS NULL OR m.contract_no = getvariable('row_contract_no')::VARCHAR)
    AND (getvariable('row_programme') IS NULL OR m.programme_code = getvariable('row_programme')::VARCHAR)
    AND (getvariable('row_fund_source') IS NULL OR m.fund_source = getvariable('row_fund_source')::VARCHAR)
),
measured AS (
  SELECT
    line, as_of, contract_no, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code,
    CASE getvariable('measure')::VARCHAR
      WHEN 'outstanding' THEN outstanding
      WHEN 'outstanding_all' THEN outstanding
      WHEN 'in_term' THEN in_term
      WHEN 'overdue' THEN overdue
      WHEN 'frozen' THEN frozen
      WHEN 'households' THEN outstanding
      WHEN 'overdue_loans' THEN overdue
      WHEN 'groups' THEN CASE WHEN group_code IS NOT NULL THEN outstanding END
      WHEN 'short_term' THEN outstanding
      WHEN 'medium_term' THEN outstanding
      WHEN 'long_term' THEN outstanding
      WHEN 'inactive' THEN CASE WHEN frozen = 0 AND last_activity_on < as_of - INTERVAL 3 MONTH THEN outstanding END
      WHEN 'inactive_3_loans' THEN CASE WHEN frozen = 0
        AND last_activity_on < as_of - INTERVAL 3 MONTH AND last_activity_on >= as_of - INTERVAL 6 MONTH THEN outstanding END
      WHEN 'inactive_6_loans' THEN CASE WHEN frozen = 0
        AND last_activity_on < as_of - INTERVAL 6 MONTH AND last_activity_on >= as_of - INTERVAL 12 MONTH THEN outstanding END
      WHEN 'inactive_12_loans' THEN CASE WHEN frozen = 0 AND last_activity_on < as_of - INTERVAL 12 MONTH THEN outstanding END
      WHEN 'disbursed' THEN disbursed
      WHEN 'collected' THEN collected_in_term + collected_overdue + collected_frozen
      WHEN 'written_off' THEN written_off_in_term + written_off_overdue + written_off_frozen
      WHEN 'interest_paid' THEN interest_paid_in_term + interest_paid_overdue
      WHEN 'lending_turns' THEN lending_turns
      WHEN 'unpaid_interest' THEN unpaid_interest_in_term + unpaid_interest_overdue
    END AS amount
  FROM picked
)
SELECT * FROM measured WHERE amount <> 0
