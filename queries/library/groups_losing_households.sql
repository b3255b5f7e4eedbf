-- doc: Groups that lost most households with debt in the months before the day, with what is overdue in them.
-- grain: a row per group, and per branch where several lend to its members, the largest loss first
-- vi: Tổ giảm nhiều hộ vay nhất
-- en: Groups that lose households
-- units: households, đồng
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: months int = 12: how many months back the comparison goes
-- param: least int = 5: fewer households lost than this are left out
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day)
SELECT b.branch_code, b.group_code, b.union_code, coalesce(n.commune_code, b.commune_code) AS commune_code, b.households_with_debt AS households_before,
  coalesce(n.households_with_debt, 0) AS households, coalesce(n.households_with_debt, 0) - b.households_with_debt AS change, coalesce(n.outstanding, 0) AS outstanding, coalesce(n.overdue, 0) AS overdue
FROM day d
JOIN indicator.group_month b ON b.as_of = last_day(d.as_of - to_months($months::INT)) AND b.group_code <> ''
LEFT JOIN indicator.group_month n ON n.as_of = d.as_of AND (n.branch_code, n.group_code, n.union_code) = (b.branch_code, b.group_code, b.union_code)
WHERE b.households_with_debt - coalesce(n.households_with_debt, 0) >= $least::INT
ORDER BY change, b.group_code, b.branch_code
