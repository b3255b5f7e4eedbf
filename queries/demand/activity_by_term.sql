-- doc: Groups, households, outstanding by class, and what was lent and collected in the month and from 1 January, per term and union.
--   Union 00 is the total of the term, and the term 00 the total of all. The total counts a household or group once. Rows without a figure are left out, but for the total.
-- grain: a row per term and union; 00 is the total of the rows shown
-- vi: Hoạt động ủy thác theo thời hạn cho vay
-- en: Entrusted lending by term
-- units: groups, households, đồng, fraction
WITH summed AS (
  SELECT
    CASE WHEN grouping(term) = 1 THEN '00' ELSE term END AS term,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(COLUMNS([
      'outstanding', 'in_term', 'overdue', 'frozen', 'outstanding_change', 'overdue_change', 'disbursed_month', 'disbursed_year', 'collected_month',
      'collected_year', 'interest_month', 'interest_year'
    ]))
  FROM meta.asked_cell
  WHERE NOT saved
  GROUP BY CUBE (term, union_code)
),
-- Distinct over terms, added up over unions: nobody counts for two unions on one day.
part AS (
  SELECT CASE WHEN grouping(term) = 1 THEN '00' ELSE term END AS term, union_code, count(DISTINCT group_code) AS groups, sum(sole_households) + count(DISTINCT customer_code) AS households
  FROM meta.asked_owing
  GROUP BY GROUPING SETS ((term, union_code), (union_code))
),
counted AS (
  SELECT
    term, CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    sum(groups) AS groups, sum(households) AS households
  FROM part
  GROUP BY GROUPING SETS ((term, union_code), (term))
),
complete AS (
  SELECT
    a.as_of, s.term, coalesce(n.name, s.term) AS term_name, u.union_code, u.union_name,
    coalesce(k.groups, 0) AS groups, coalesce(k.households, 0) AS households,
    s.overdue::DOUBLE / nullif(s.outstanding, 0)::DOUBLE AS overdue_ratio,
    s.* EXCLUDE (term, union_code)
  FROM meta.asked a
  CROSS JOIN summed s
  JOIN meta.shown_union u ON u.union_code = s.union_code
  LEFT JOIN counted k ON k.term = s.term AND k.union_code = s.union_code
  LEFT JOIN meta.named n ON n.kind = 'term' AND n.code = s.term
)
SELECT * FROM complete
WHERE (term = '00' AND union_code = '00')
  OR greatest(*COLUMNS(* EXCLUDE (as_of, term, term_name, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, term, term_name, union_code, union_name))) < 0
