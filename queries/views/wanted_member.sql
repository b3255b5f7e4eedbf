-- doc: Memberships of customers whose loans are at risk or written off (wanted = 'risk') and of those who were inspected ('visit'). Where others belong to, the facts say.
-- grain: a row per wanted and membership
SELECT 'risk' AS wanted, m.* FROM dim.group_membership m SEMI JOIN meta.risk_contract k ON k.customer_code = m.customer_code
UNION ALL
SELECT 'visit', m.* FROM dim.group_membership m SEMI JOIN dim.inspection i ON i.target_level = 'household' AND i.target_code = m.customer_code
