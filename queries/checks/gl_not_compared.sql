-- doc: As-of days on which an office with entries has no general-ledger balance, so that nothing is compared for it.
-- grain: a row per as-of day
-- vi: Chưa đối chiếu được với sổ cái
-- en: Offices without general-ledger balances to compare with
-- severity: warning
-- examined: as-of days
-- remedy_vi: đề nghị nguồn cung cấp gl_balance cho mọi ngày cuối tháng và mọi phòng giao dịch
-- remedy_en: have the source offer gl_balance for every month-end and office
WITH office AS (
  SELECT office_code, min(posted_on) AS first_posted_on
  FROM (SELECT office_code, posted_on FROM lake.loan_ledger UNION ALL SELECT office_code, posted_on FROM lake.deposit_ledger)
  GROUP BY ALL
),
pair AS (
  SELECT a.as_of, o.office_code, o.office_code IN (SELECT g.office_code FROM dim.gl_balance g WHERE g.as_of = a.as_of) AS compared
  FROM meta.as_of a
  JOIN office o ON o.first_posted_on <= a.as_of
)
SELECT
  as_of,
  'gl_balance' AS key,
  count(*) FILTER (NOT compared) || ' of ' || count(*) || ' offices have no general-ledger balance' AS detail_en,
  count(*) FILTER (NOT compared) || ' trong ' || count(*) || ' phòng giao dịch không có số dư sổ cái' AS detail_vi,
  bool_or(NOT compared) AS failed
FROM pair
GROUP BY as_of
