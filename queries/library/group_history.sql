-- doc: One group month by month: members, debt, overdue, savings and points.
-- grain: a row per month, and per branch where several lend to its members or keep their savings
-- vi: Diễn biến của một tổ
-- en: History of a group
-- units: members, households, đồng, points
-- param: group text: the group's code, leading zeros included
SELECT g.as_of, g.branch_code, g.members, g.households_with_debt AS households, g.outstanding, g.overdue, g.unpaid_interest_in_term + g.unpaid_interest_overdue AS unpaid_interest,
  g.savers, g.deposit_balance, g.score
FROM indicator.group_month g
WHERE g.group_code = $group::VARCHAR AND (g.members <> 0 OR g.outstanding <> 0 OR g.deposit_balance <> 0 OR g.unpaid_interest_in_term + g.unpaid_interest_overdue <> 0)
ORDER BY g.as_of, g.branch_code
