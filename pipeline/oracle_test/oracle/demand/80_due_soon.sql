-- doc: due_soon
-- grain: as_of, contract_no
WITH ahead AS (
  SELECT i.contract_no, i.due_on, least(i.amount, greatest(0, i.up_to - c.covered)) AS open_part
  FROM asked a JOIN instalment i ON i.as_of = a.as_of AND i.due_on > a.as_of AND i.due_on <= a.as_of + 90
  JOIN covered c ON c.as_of = i.as_of AND c.contract_no = i.contract_no AND c.on_day = i.as_of
)
SELECT l.as_of, l.contract_no, l.customer_code, coalesce(l.group_code, '') AS group_code, l.union_code, coalesce(l.commune_code, '') AS commune_code, l.office_code, l.programme_code,
  min(h.due_on) AS next_due_on, l.maturity_on, sum(CASE WHEN h.due_on <= l.as_of + 30 THEN open_part ELSE 0 END) AS due_30, sum(CASE WHEN h.due_on <= l.as_of + 60 THEN open_part ELSE 0 END) AS due_60,
  sum(open_part) AS due_90, l.outstanding
FROM lent l JOIN ahead h ON h.contract_no = l.contract_no AND h.open_part > 0
WHERE l.now AND l.outstanding > 0
GROUP BY l.as_of, l.contract_no, l.customer_code, l.group_code, l.union_code, l.commune_code, l.office_code, l.programme_code, l.maturity_on, l.outstanding
