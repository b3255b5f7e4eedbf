-- doc: Write-offs of the year, loan by loan: what was decided from 1 January to the day beside what the ledger wrote off, principal and interest, and the difference of both.
--   A difference is money decided and not booked, or booked without a decision of the year. In a scope: loans that lie in it on the day. 00 is the total.
-- grain: a row per contract; 00 is the total
-- vi: Xóa nợ: quyết định và hạch toán
-- en: Write-offs: decided and booked
-- units: đồng
WITH decided AS (
  SELECT c.contract_no, max(c.decided_on) AS decided_on, sum(c.principal) AS decided_principal, sum(c.interest) AS decided_interest
  FROM dim.risk_case c
  JOIN meta.asked a ON c.decided_on BETWEEN a.year_start AND a.as_of
  WHERE c.measure = 'write_off' AND c.approved AND c.submitted_on <= a.as_of
  GROUP BY c.contract_no
),
booked AS (
  SELECT m.contract_no, sum(m.written_off) AS written_off, sum(m.interest_waived) AS interest_waived
  FROM indicator.write_off_month m
  JOIN meta.asked a ON m.as_of BETWEEN a.year_start AND a.as_of
  GROUP BY m.contract_no
  HAVING written_off <> 0 OR interest_waived <> 0
),
figures AS (
  SELECT
    coalesce(d.contract_no, b.contract_no) AS contract_no, d.decided_on,
    coalesce(d.decided_principal, 0) AS decided_principal, coalesce(b.written_off, 0) AS written_off, coalesce(d.decided_principal, 0) - coalesce(b.written_off, 0) AS principal_difference,
    coalesce(d.decided_interest, 0) AS decided_interest, coalesce(b.interest_waived, 0) AS interest_waived, coalesce(d.decided_interest, 0) - coalesce(b.interest_waived, 0) AS interest_difference
  FROM decided d
  FULL JOIN booked b ON b.contract_no = d.contract_no
),
placed AS (
  SELECT f.*, k.customer_code, coalesce(k.union_code, '') AS union_code, coalesce(k.programme_code, '') AS programme_code
  FROM figures f
  CROSS JOIN meta.asked a
  LEFT JOIN meta.asked_contract k ON k.contract_no = f.contract_no
  WHERE k.contract_no IS NOT NULL OR coalesce(a.union_code, a.office_code, a.commune_code, a.programme_code, a.branch_code) IS NULL
)
SELECT a.as_of, p.* FROM meta.asked a CROSS JOIN placed p
UNION ALL BY NAME
SELECT
  a.as_of, '00' AS contract_no, '' AS customer_code, '' AS union_code, '' AS programme_code,
  coalesce(sum(p.decided_principal), 0) AS decided_principal, coalesce(sum(p.written_off), 0) AS written_off, coalesce(sum(p.principal_difference), 0) AS principal_difference,
  coalesce(sum(p.decided_interest), 0) AS decided_interest, coalesce(sum(p.interest_waived), 0) AS interest_waived, coalesce(sum(p.interest_difference), 0) AS interest_difference
FROM meta.asked a
LEFT JOIN placed p ON true
GROUP BY a.as_of
