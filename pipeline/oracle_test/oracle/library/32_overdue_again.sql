-- doc: loans that went overdue several times
-- grain: contract_no
WITH held_day AS (SELECT DISTINCT as_of FROM held_loan WHERE as_of <= $as_of::DATE),
late AS (SELECT l.contract_no, l.as_of FROM loan_month l JOIN held_day USING (as_of) WHERE l.overdue > 0),
begun AS (
  SELECT contract_no, as_of FROM late l
  WHERE NOT EXISTS (SELECT 1 FROM late b WHERE b.contract_no = l.contract_no AND b.as_of = (SELECT max(h.as_of) FROM held_day h WHERE h.as_of < l.as_of))
),
times AS (SELECT contract_no, count(*) AS times FROM begun GROUP BY contract_no HAVING count(*) >= $least::INT),
now AS (SELECT * FROM held_loan WHERE as_of = $as_of::DATE)
SELECT t.contract_no, n.customer_code, n.group_code, n.union_code, t.times, (SELECT count(*) FROM late l WHERE l.contract_no = t.contract_no) AS months_overdue,
  (SELECT max(l.as_of) FROM late l WHERE l.contract_no = t.contract_no) AS last_overdue, coalesce(n.overdue, 0) AS overdue, coalesce(n.outstanding, 0) AS outstanding
FROM times t LEFT JOIN now n USING (contract_no)
ORDER BY t.times DESC, coalesce(n.outstanding, 0) DESC, t.contract_no
