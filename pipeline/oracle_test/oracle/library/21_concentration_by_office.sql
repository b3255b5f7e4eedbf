-- doc: what the largest groups of an office hold
-- grain: office_code
WITH owing AS (
  SELECT g.office_code, g.group_code, sum(l.outstanding) AS outstanding, sum(l.overdue) AS overdue
  FROM group_place g JOIN loan_month l ON l.as_of = g.as_of AND l.group_code = g.group_code
  WHERE g.as_of = $as_of::DATE
  GROUP BY ALL HAVING sum(l.outstanding) > 0
), placed AS (
  SELECT o.*, (SELECT count(*) FROM owing b WHERE b.office_code = o.office_code AND (b.outstanding > o.outstanding OR b.outstanding = o.outstanding AND b.group_code < o.group_code)) < $largest::INT AS large
  FROM owing o
)
SELECT office_code, (SELECT t.name FROM src.transaction_office t WHERE t.office_code = p.office_code) AS office, count(*) AS groups, sum(outstanding) AS outstanding,
  coalesce(sum(CASE WHEN large THEN outstanding END), 0)::DOUBLE / sum(outstanding)::DOUBLE AS largest_share,
  CASE WHEN sum(overdue) > 0 THEN coalesce(sum(CASE WHEN large THEN overdue END), 0)::DOUBLE / sum(overdue)::DOUBLE END AS largest_share_of_overdue
FROM placed p
GROUP BY office_code
ORDER BY largest_share DESC, office_code
