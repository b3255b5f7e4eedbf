-- doc: Contracts and months behind a figure of loans. The variable measure names the figure, first_on and last_on the days of fact.loan_month, row_... the codes of the cell's row.
--   A measure that counts contracts, households or groups has what makes them count as its amount.
-- grain: a row of fact.loan_month whose amount is not zero
WITH noted AS (
  -- Conditions on variables are constants: what a measure or row does not need is not read.
  SELECT contract_no, arg_max(cause, noted_on) AS cause
  FROM dim.debt_cause
  WHERE noted_on <= getvariable('last_on')::DATE AND getvariable('row_cause') IS NOT NULL
  GROUP BY contract_no
),
termed AS (
  SELECT contract_no, term
  FROM meta.loan_term
  WHERE getvariable('row_term') IS NOT NULL OR getvariable('measure')::VARCHAR IN ('short_term', 'medium_term', 'long_term')
),
picked AS (
  SELECT m.*, p.short_name, t.term
  FROM fact.loan_month m
  LEFT JOIN dim.loan_programme p ON p.programme_code = m.programme_code
  LEFT JOIN termed t ON t.contract_no = m.contract_no
  LEFT JOIN noted n ON n.contract_no = m.contract_no
  WHERE m.as_of BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE
    AND CASE WHEN getvariable('measure') = 'outstanding_all' THEN m.union_code = '99' OR m.union_code IN (SELECT union_code FROM meta.shown_union)
      WHEN getvariable('row_union') IS NULL THEN m.union_code IN (SELECT union_code FROM meta.shown_union)
      ELSE m.union_code = getvariable('row_union')::VARCHAR END
    AND (getvariable('row_branch') IS NULL OR m.branch_code = getvariable('row_branch')::VARCHAR)
    AND (getvariable('row_office') IS NULL OR m.office_code = getvariable('row_office')::VARCHAR)
    AND (getvariable('row_commune') IS NULL OR coalesce(m.commune_code, '') = getvariable('row_commune')::VARCHAR)
    AND (getvariable('row_group') IS NULL OR coalesce(m.group_code, '') = getvariable('row_group')::VARCHAR)
    AND (getvariable('row_grouped') IS NULL OR m.group_code IS NOT NULL)
    AND (getvariable('row_contract_no') IS NULL OR m.contract_no = getvariable('row_contract_no')::VARCHAR)
    AND (getvariable('row_programme') IS NULL OR m.programme_code = getvariable('row_programme')::VARCHAR)
    AND (getvariable('row_fund_source') IS NULL OR m.fund_source = getvariable('row_fund_source')::VARCHAR)
    AND (getvariable('row_cause') IS NULL OR coalesce(n.cause, '') = getvariable('row_cause')::VARCHAR)
),
measured AS (
  SELECT
    as_of, contract_no, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code,
    CASE getvariable('measure')::VARCHAR
      WHEN 'outstanding' THEN outstanding
      WHEN 'outstanding_all' THEN outstanding
      WHEN 'in_term' THEN in_term
      WHEN 'overdue' THEN overdue
      WHEN 'frozen' THEN frozen
      WHEN 'households' THEN outstanding
      WHEN 'overdue_loans' THEN overdue
      WHEN 'groups' THEN CASE WHEN group_code IS NOT NULL THEN outstanding END
      WHEN 'short_term' THEN CASE WHEN term = '12' THEN outstanding END
      WHEN 'medium_term' THEN CASE WHEN term = '60' THEN outstanding END
      WHEN 'long_term' THEN CASE WHEN term = 'over' THEN outstanding END
      WHEN 'inactive' THEN CASE WHEN frozen = 0 AND short_name IS DISTINCT FROM 'HSSV' AND last_activity_on < as_of - INTERVAL 3 MONTH THEN outstanding END
      WHEN 'inactive_3_loans' THEN CASE WHEN frozen = 0 AND short_name IS DISTINCT FROM 'HSSV'
        AND last_activity_on < as_of - INTERVAL 3 MONTH AND last_activity_on >= as_of - INTERVAL 6 MONTH THEN outstanding END
      WHEN 'inactive_6_loans' THEN CASE WHEN frozen = 0 AND short_name IS DISTINCT FROM 'HSSV'
        AND last_activity_on < as_of - INTERVAL 6 MONTH AND last_activity_on >= as_of - INTERVAL 12 MONTH THEN outstanding END
      WHEN 'inactive_12_loans' THEN CASE WHEN frozen = 0 AND short_name IS DISTINCT FROM 'HSSV' AND last_activity_on < as_of - INTERVAL 12 MONTH THEN outstanding END
      WHEN 'disbursed' THEN disbursed
      WHEN 'collected' THEN collected_in_term + collected_overdue + collected_frozen
      WHEN 'written_off' THEN written_off_in_term + written_off_overdue + written_off_frozen
      WHEN 'interest_paid' THEN interest_paid_in_term + interest_paid_overdue
      WHEN 'lending_turns' THEN lending_turns
      WHEN 'unpaid_interest' THEN unpaid_interest_in_term + unpaid_interest_overdue
    END AS amount
  FROM picked
  WHERE getvariable('row_term') IS NULL OR term = getvariable('row_term')::VARCHAR
)
SELECT * FROM measured WHERE amount <> 0
