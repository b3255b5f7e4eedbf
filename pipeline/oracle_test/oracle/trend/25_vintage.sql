-- doc: vintage
-- grain: cohort, months_on_book
-- A loan's month of disbursement is looked up on the last day; each of its as-of days is so many calendar months later.
WITH looked_up AS (
  SELECT k.contract_no, k.signed_on, k.approved_amount,
    coalesce((SELECT sum(e.amount) FROM loan_entry e WHERE e.contract_no = k.contract_no AND e.entry_type = 'opening'), 0) > 0 AS brought,
    (SELECT a.first_disbursed_on FROM activity a WHERE a.contract_no = k.contract_no AND a.as_of = (SELECT max(as_of) FROM day)) AS first_disbursed_on
  FROM src.loan_contract k WHERE k.lending_method = '2' AND k.contract_no IN (SELECT contract_no FROM loan_entry)
), lent AS (
  SELECT *, CASE WHEN brought THEN signed_on ELSE first_disbursed_on END AS first_on FROM looked_up
), loan AS (
  SELECT *, year(first_on) AS y, quarter(first_on) AS q, year(first_on) * 12 + month(first_on) AS m FROM lent WHERE first_on IS NOT NULL
), curve AS (
  SELECT y, q, y * 12 + q * 3 AS last_month, unnest(range(0, 1000)) AS months_on_book, count(*) AS loans FROM loan GROUP BY y, q
), shown AS (
  SELECT c.*, d.as_of
  FROM curve c JOIN day d ON year(d.as_of) * 12 + month(d.as_of) = c.last_month + c.months_on_book
  WHERE d.as_of = last_day(d.as_of) AND c.last_month - 2 + c.months_on_book >= (SELECT min(year(as_of) * 12 + month(as_of)) FROM day)
), summed AS (
  SELECT s.as_of, s.y, s.q, s.months_on_book, s.loans,
    sum(CASE WHEN l.brought THEN l.approved_amount ELSE
      coalesce((SELECT sum(f.disbursed) FROM loan_flow f WHERE f.contract_no = l.contract_no AND year(f.as_of) * 12 + month(f.as_of) <= l.m + s.months_on_book), 0) END) AS disbursed,
    coalesce(sum(o.overdue), 0) AS overdue,
    coalesce(sum(o.outstanding) FILTER (o.days_past_due > 30), 0) AS par_30
  FROM shown s JOIN loan l ON l.y = s.y AND l.q = s.q
  LEFT JOIN loan_month o ON o.contract_no = l.contract_no AND year(o.as_of) * 12 + month(o.as_of) = l.m + s.months_on_book
  GROUP BY ALL
)
SELECT as_of, format('{}-Q{}', y, q) AS cohort, months_on_book, loans, disbursed, overdue, par_30,
  CASE WHEN disbursed <> 0 THEN overdue::DOUBLE / disbursed::DOUBLE END AS overdue_ratio,
  CASE WHEN disbursed <> 0 THEN par_30::DOUBLE / disbursed::DOUBLE END AS par_30_ratio,
  make_date(y, q * 3 - 2, 1) < (SELECT least((SELECT min(posted_on) FROM src.loan_ledger), (SELECT min(posted_on) FROM src.deposit_ledger))) AS survivors_only,
  NOT (loans >= 20 AND disbursed >= 100000000) AS small_base
FROM summed
