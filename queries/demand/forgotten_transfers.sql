-- doc: Loans in term whose maturity has passed: they should have been moved to overdue, extended or frozen.
-- grain: a row per contract
-- vi: Món vay quá kỳ hạn chưa chuyển nợ quá hạn
-- en: Loans past maturity still in term
-- units: đồng, days
SELECT
  as_of, contract_no, customer_code,
  coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, programme_code,
  in_term, maturity_on, (as_of - maturity_on)::BIGINT AS days
FROM meta.asked_loan
WHERE in_term > 0 AND maturity_on < as_of
