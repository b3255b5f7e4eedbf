-- doc: Groups, households, outstanding by class, and what was lent and collected in the month and from 1 January, per term and union.
--   Union 00 is the total of the term, and the term 00 the total of all. The term is the contract's: contract_maturity_on against signed_on. Rows without a figure are left out, but for the total.
-- grain: a row per term and union; 00 is the total of the rows shown
-- vi: Hoạt động ủy thác theo thời hạn cho vay
-- en: Entrusted lending by term
-- units: groups, households, đồng, fraction
WITH added AS (
  SELECT
    term, union_code,
    sum(outstanding) FILTER (today) AS outstanding,
    sum(in_term) FILTER (today) AS in_term,
    sum(overdue) FILTER (today) AS overdue,
    sum(frozen) FILTER (today) AS frozen,
    sum(outstanding) FILTER (at_base) AS outstanding_base,
    sum(overdue) FILTER (at_base) AS overdue_base,
    sum(disbursed) FILTER (today) AS disbursed_month,
    sum(disbursed) FILTER (in_year) AS disbursed_year,
    sum(collected_in_term + collected_overdue + collected_frozen) FILTER (today) AS collected_month,
    sum(collected_in_term + collected_overdue + collected_frozen) FILTER (in_year) AS collected_year,
    sum(interest_paid_in_term + interest_paid_overdue) FILTER (today) AS interest_month,
    sum(interest_paid_in_term + interest_paid_overdue) FILTER (in_year) AS interest_year
  FROM meta.asked_loan
  JOIN meta.loan_term USING (contract_no)
  GROUP BY ALL
),
summed AS (
  SELECT
    CASE WHEN grouping(term) = 1 THEN '00' ELSE term END AS term,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS(* EXCLUDE (term, union_code)))
  FROM added
  SEMI JOIN meta.shown_union USING (union_code)
  GROUP BY CUBE (term, union_code)
),
-- Distinct over places, added up over unions: nobody counts for two unions on one day.
counted AS (
  SELECT
    CASE WHEN grouping(term) = 1 THEN '00' ELSE term END AS term, union_code,
    count(DISTINCT group_code) AS groups,
    count(DISTINCT customer_code) AS households
  FROM meta.asked_loan
  JOIN meta.loan_term USING (contract_no)
  WHERE today AND outstanding > 0 AND union_code IN (SELECT union_code FROM meta.shown_union)
  GROUP BY GROUPING SETS ((term, union_code), (union_code))
),
counts AS (
  SELECT * FROM counted
  UNION ALL
  SELECT term, '00', sum(groups), sum(households) FROM counted GROUP BY term
),
figures AS (SELECT * FROM summed LEFT JOIN counts USING (term, union_code)),
complete AS (
  SELECT
    a.as_of, f.term, coalesce(n.name, f.term) AS term_name, u.union_code, u.union_name,
    coalesce(f.groups, 0)::BIGINT AS groups,
    coalesce(f.households, 0)::BIGINT AS households,
    coalesce(f.outstanding, 0)::BIGINT AS outstanding,
    coalesce(f.in_term, 0)::BIGINT AS in_term,
    coalesce(f.overdue, 0)::BIGINT AS overdue,
    coalesce(f.frozen, 0)::BIGINT AS frozen,
    f.overdue::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS overdue_ratio,
    CASE WHEN a.base_on IS NOT NULL THEN coalesce(f.outstanding, 0) - coalesce(f.outstanding_base, 0) END::BIGINT AS outstanding_change,
    CASE WHEN a.base_on IS NOT NULL THEN coalesce(f.overdue, 0) - coalesce(f.overdue_base, 0) END::BIGINT AS overdue_change,
    coalesce(f.disbursed_month, 0)::BIGINT AS disbursed_month,
    coalesce(f.disbursed_year, 0)::BIGINT AS disbursed_year,
    coalesce(f.collected_month, 0)::BIGINT AS collected_month,
    coalesce(f.collected_year, 0)::BIGINT AS collected_year,
    coalesce(f.interest_month, 0)::BIGINT AS interest_month,
    coalesce(f.interest_year, 0)::BIGINT AS interest_year
  FROM meta.asked a
  CROSS JOIN figures f
  JOIN meta.shown_union u ON u.union_code = f.union_code
  LEFT JOIN meta.named n ON n.kind = 'term' AND n.code = f.term
)
SELECT * FROM complete
WHERE (term = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, term, term_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, term, term_name, union_code, union_name))) < 0
