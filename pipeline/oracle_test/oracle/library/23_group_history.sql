-- doc: a group month by month, by branch that lends to its members or keeps their savings
-- grain: as_of, branch_code
WITH part AS (
  SELECT as_of, branch_code FROM loan_month WHERE group_code = $group::VARCHAR
  UNION SELECT as_of, branch_code FROM deposit_month WHERE group_code = $group::VARCHAR
  UNION SELECT as_of, branch_code FROM group_place WHERE group_code = $group::VARCHAR
)
SELECT p.as_of, p.branch_code,
  (SELECT count(*) FROM member m WHERE m.as_of = p.as_of AND m.branch_code = p.branch_code AND m.group_code = $group::VARCHAR) AS members,
  count(DISTINCT l.customer_code) FILTER (l.outstanding > 0) AS households, coalesce(sum(l.outstanding), 0) AS outstanding, coalesce(sum(l.overdue), 0) AS overdue,
  coalesce(sum(l.unpaid_interest_in_term + l.unpaid_interest_overdue), 0) AS unpaid_interest,
  (SELECT count(*) FROM deposit_month d WHERE d.as_of = p.as_of AND d.branch_code = p.branch_code AND d.group_code = $group::VARCHAR AND d.member AND d.balance > 0) AS savers,
  (SELECT coalesce(sum(d.balance), 0) FROM deposit_month d WHERE d.as_of = p.as_of AND d.branch_code = p.branch_code AND d.group_code = $group::VARCHAR) AS deposit_balance,
  (SELECT s.overdue_points + s.session_points + s.interest_points + s.due_points + s.deposit_points + s.saver_points FROM src.group_score s JOIN day d ON d.score_month = s.month_end
    WHERE d.as_of = p.as_of AND s.group_code = $group::VARCHAR) AS score
FROM part p LEFT JOIN loan_month l ON l.as_of = p.as_of AND l.branch_code = p.branch_code AND l.group_code = $group::VARCHAR
GROUP BY p.as_of, p.branch_code
HAVING members <> 0 OR outstanding <> 0 OR deposit_balance <> 0 OR unpaid_interest <> 0
ORDER BY p.as_of, p.branch_code
