-- doc: migration
-- grain: as_of, union_code, from_state, to_state
WITH cell(from_state, to_state) AS (
  VALUES ('in_term', 'in_term'), ('in_term', 'overdue'), ('in_term', 'frozen'), ('in_term', 'closed'), ('in_term', 'written_off'),
    ('overdue', 'in_term'), ('overdue', 'overdue'), ('overdue', 'frozen'), ('overdue', 'closed'), ('overdue', 'written_off'),
    ('frozen', 'in_term'), ('frozen', 'overdue'), ('frozen', 'frozen'), ('frozen', 'closed'), ('frozen', 'written_off'),
    ('new', 'in_term'), ('new', 'overdue'), ('new', 'frozen'), ('brought_forward', 'in_term'), ('brought_forward', 'overdue'), ('brought_forward', 'frozen')
), row_total AS (
  SELECT r.as_of, r.union_code, c.from_state, count(w.contract_no) AS loans, coalesce(sum(if(w.opening > 0, w.opening, w.closing)), 0) AS amount
  FROM trend_row r CROSS JOIN (SELECT DISTINCT from_state FROM cell) c
  LEFT JOIN way w ON w.as_of = r.as_of AND r.union_code IN ('00', w.union_code) AND w.from_state = c.from_state
  GROUP BY ALL
)
SELECT r.as_of, r.union_code, r.union_name, c.from_state, c.to_state,
  count(w.contract_no) AS loans, coalesce(sum(if(w.opening > 0, w.opening, w.closing)), 0) AS amount, coalesce(sum(w.closing), 0) AS closing,
  CASE WHEN c.from_state IN ('in_term', 'overdue', 'frozen') AND t.amount > 0 THEN coalesce(sum(w.opening), 0)::DOUBLE / t.amount::DOUBLE END AS share,
  CASE WHEN c.from_state IN ('in_term', 'overdue', 'frozen') AND t.loans > 0 THEN count(w.contract_no)::DOUBLE / t.loans::DOUBLE END AS loans_share,
  NOT (t.loans >= 20 AND t.amount >= 100000000) AS small_base
FROM trend_row r CROSS JOIN cell c
JOIN row_total t ON t.as_of = r.as_of AND t.union_code = r.union_code AND t.from_state = c.from_state
LEFT JOIN way w ON w.as_of = r.as_of AND r.union_code IN ('00', w.union_code) AND w.from_state = c.from_state AND w.to_state = c.to_state
WHERE r.as_of IN (SELECT as_of FROM way) AND (r.union_code <> '98' OR EXISTS (SELECT 1 FROM way x WHERE x.as_of = r.as_of AND x.union_code = '98'))
GROUP BY r.as_of, r.union_code, r.union_name, c.from_state, c.to_state, t.amount, t.loans
