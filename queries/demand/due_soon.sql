-- doc: Loans of which instalments or the rest fall due within 90 days after the day, with what is not yet covered of them: within 30, 60 and 90 days.
-- grain: a row per contract
-- vi: Món vay đến hạn trong 30, 60, 90 ngày tới
-- en: Loans falling due within 30, 60 and 90 days
-- units: đồng
SELECT
  m.as_of, m.contract_no, m.customer_code, coalesce(m.group_code, '') AS group_code, m.union_code, coalesce(m.commune_code, '') AS commune_code, m.office_code, m.programme_code,
  min(d.due_on) AS next_due_on, m.maturity_on,
  coalesce(sum(d.amount) FILTER (d.due_on <= m.as_of + 30), 0) AS due_30,
  coalesce(sum(d.amount) FILTER (d.due_on <= m.as_of + 60), 0) AS due_60,
  sum(d.amount) AS due_90, m.outstanding
FROM meta.asked_loan m
JOIN indicator.due_ahead d USING (as_of, branch_code, contract_no)
-- A constant, which spares reading other days; the join says the same of the day that is taken when none is asked for.
WHERE getvariable('as_of')::DATE IS NULL OR d.as_of = getvariable('as_of')::DATE
GROUP BY ALL
