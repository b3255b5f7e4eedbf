-- doc: Loans past their maturity on the last as-of day with principal still in term: a transfer to overdue was forgotten.
-- grain: a row per loan in term
-- vi: Khế ước quá hạn nhưng chưa chuyển nợ quá hạn
-- en: Forgotten transfers to overdue
-- severity: warning
-- examined: loans in term
-- remedy_vi: chuyển nợ quá hạn cho các khế ước này, hoặc nhập việc gia hạn nợ, ở nguồn
-- remedy_en: transfer these loans to overdue, or enter their extension, in the source
SELECT
  as_of,
  contract_no AS key,
  'matured on ' || maturity_on || ' with ' || in_term || ' đồng still in term' AS detail_en,
  'đến hạn ngày ' || strftime(maturity_on, '%d/%m/%Y') || ' mà còn ' || format('{:t.}', in_term) || ' đồng trong hạn' AS detail_vi,
  maturity_on < as_of AS failed
FROM fact.loan_month
WHERE as_of = (SELECT max(as_of) FROM meta.as_of) AND in_term > 0
