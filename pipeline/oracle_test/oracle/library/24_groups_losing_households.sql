-- doc: groups by households with debt lost
-- grain: branch_code, group_code
WITH counted AS (
  SELECT branch_code, group_code, count(DISTINCT customer_code) FILTER (as_of = $as_of::DATE AND outstanding > 0) AS now,
    count(DISTINCT customer_code) FILTER (as_of <> $as_of::DATE AND outstanding > 0) AS before,
    coalesce(sum(outstanding) FILTER (as_of = $as_of::DATE), 0) AS outstanding, coalesce(sum(overdue) FILTER (as_of = $as_of::DATE), 0) AS overdue
  FROM loan_month
  WHERE group_code IS NOT NULL AND as_of IN ($as_of::DATE, (date_trunc('month', $as_of::DATE) - to_months($months::INT - 1) - INTERVAL 1 DAY)::DATE)
  GROUP BY ALL
)
SELECT c.branch_code, c.group_code, g.union_code, g.commune_code, c.before AS households_before, c.now AS households, c.now - c.before AS change, c.outstanding, c.overdue
FROM counted c JOIN group_place g ON g.group_code = c.group_code AND g.as_of = $as_of::DATE
WHERE c.before - c.now >= $least::INT
ORDER BY change, c.group_code, c.branch_code
