-- doc: the same stocks on the last 31 December strictly before the day; all NULL when that lies before the ledgers
-- grain: as_of, union_code
SELECT s.as_of, s.union_code,
  CASE WHEN s.has_base THEN b.groups END AS groups,
  CASE WHEN s.has_base THEN b.households END AS households,
  CASE WHEN s.has_base THEN b.outstanding END AS outstanding,
  CASE WHEN s.has_base THEN b.overdue END AS overdue,
  CASE WHEN s.has_base THEN b.balance END AS balance,
  CASE WHEN s.has_base THEN b.good END AS good,
  CASE WHEN s.has_base THEN b.fair END AS fair,
  CASE WHEN s.has_base THEN b.average END AS average,
  CASE WHEN s.has_base THEN b.weak END AS weak,
  CASE WHEN s.has_base THEN b.small END AS small,
  CASE WHEN s.has_base THEN b.overdue_groups END AS overdue_groups,
  CASE WHEN s.has_base THEN b.over_2pct END AS over_2pct
FROM union_stat s
LEFT JOIN union_stat b ON b.as_of = s.base_on AND b.union_code = s.union_code
