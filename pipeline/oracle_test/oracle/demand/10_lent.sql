-- doc: entrusted loans within what is asked, of the day, of the year so far and of the day to compare with
-- grain: as_of, contract_no
SELECT m.*, d.as_of AS day, m.as_of = d.as_of AS now, m.as_of >= d.year_start AS year, d.has_base AND m.as_of = d.base_on AS before, d.has_base,
  CASE WHEN k.contract_maturity_on <= k.signed_on + INTERVAL 1 YEAR THEN '12' WHEN k.contract_maturity_on <= k.signed_on + INTERVAL 5 YEAR THEN '60' ELSE 'over' END AS term
FROM asked a
JOIN day d USING (as_of)
JOIN loan_month m ON m.as_of BETWEEN d.base_on AND d.as_of
JOIN src.loan_contract k ON k.contract_no = m.contract_no
WHERE m.lending_method = '2' AND m.union_code IN (SELECT union_code FROM union_list)
  AND m.union_code = coalesce(a.union_code, m.union_code)
  AND m.office_code = coalesce(a.office_code, m.office_code)
  AND (a.commune_code IS NULL OR m.commune_code = a.commune_code)
  AND m.programme_code = coalesce(a.programme_code, m.programme_code)
  AND m.branch_code = coalesce(a.branch_code, m.branch_code)
