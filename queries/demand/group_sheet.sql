-- doc: Every savings group that is open or owes or saves, with its members, balances, savings, score and rating at the last calendar month-end on or before the day. Members whose
--   interest is late have unpaid interest older than three months. Deposits per member and month are those of the last twelve months, or of as many as the ledger has.
--   No rows where a programme is asked for: a group is of no programme. 00 is the total.
-- grain: a row per group; 00 is the total of the groups shown
-- vi: Bảng theo dõi tổ tiết kiệm và vay vốn
-- en: Savings group sheet
-- units: members, đồng, fraction, points
WITH stood AS (
  SELECT
    m.group_code, sum(m.outstanding) AS outstanding, sum(m.in_term) AS in_term, sum(m.overdue) AS overdue, sum(m.frozen) AS frozen,
    sum(m.unpaid_interest_in_term + m.unpaid_interest_overdue) AS unpaid_interest,
    sum(m.deposit_balance) AS deposit_balance, sum(m.savers) AS savers, sum(m.regular_savers) AS regular_savers
  FROM indicator.group_month m
  JOIN meta.asked a ON m.as_of = a.as_of
  WHERE m.group_code <> '' AND (getvariable('branch_code')::VARCHAR IS NULL OR m.branch_code = getvariable('branch_code')::VARCHAR)
    -- A constant, which spares reading other days; the join says the same of the day that is taken when none is asked for.
    AND (getvariable('as_of')::DATE IS NULL OR m.as_of = getvariable('as_of')::DATE)
  GROUP BY m.group_code
),
owing AS (
  SELECT group_code, sum(sole_households) + count(DISTINCT customer_code) AS households FROM meta.asked_owing WHERE group_code IS NOT NULL GROUP BY group_code
),
-- Who is a member belongs to the group of the membership; others who owe belong to the one that they were members of.
former AS (
  SELECT m.group_code, m.customer_code
  FROM indicator.former_debtor m
  JOIN meta.asked a ON m.as_of = a.as_of AND (a.branch_code IS NULL OR m.branch_code = a.branch_code)
),
left_owing AS (
  SELECT group_code, count(DISTINCT customer_code) AS households FROM former GROUP BY group_code
),
late AS (
  SELECT group_code, count(DISTINCT customer_code) AS members
  FROM meta.asked_interest
  WHERE outstanding > 0 AND group_code <> '' AND customer_code NOT IN (SELECT customer_code FROM former)
  GROUP BY group_code
),
people AS (
  SELECT
    o.group_code, o.households - coalesce(f.households, 0) AS members_with_debt, coalesce(l.members, 0) AS interest_late_members
  FROM owing o
  LEFT JOIN left_owing f ON f.group_code = o.group_code
  LEFT JOIN late l ON l.group_code = o.group_code
),
year_in AS (
  SELECT m.group_code, sum(m.deposits_in) AS deposits_in
  FROM indicator.group_month m
  JOIN meta.asked a ON m.as_of > last_day(a.as_of - INTERVAL 12 MONTH) AND m.as_of <= a.as_of
  WHERE a.branch_code IS NULL OR m.branch_code = a.branch_code
  GROUP BY m.group_code
),
months AS (
  SELECT count(*) AS months FROM meta.as_of d JOIN meta.asked a ON d.as_of > last_day(a.as_of - INTERVAL 12 MONTH) AND d.as_of <= a.as_of
),
points AS (
  SELECT
    s.month_end = last_day(a.as_of) AND s.month_end = a.as_of OR s.month_end = (date_trunc('month', a.as_of) - INTERVAL 1 DAY)::DATE AND a.as_of < last_day(a.as_of) AS now,
    s.*, s.overdue_points + s.session_points + s.interest_points + s.due_points + s.deposit_points + s.saver_points AS score
  FROM dim.group_score s
  JOIN meta.asked a ON s.month_end <= a.as_of AND s.month_end >= (date_trunc('month', a.as_of) - INTERVAL 32 DAY)::DATE
),
figures AS (
  SELECT
    g.group_code, g.union_code, g.commune_code, g.commune_name,
    g.members, coalesce(p.members_with_debt, 0) AS members_with_debt, coalesce(l.savers, 0) AS savers,
    coalesce(p.interest_late_members, 0) AS interest_late_members, coalesce(p.members_with_debt - p.interest_late_members, 0) AS interest_paid_members,
    coalesce(l.regular_savers, 0) AS regular_savers, g.members - coalesce(l.regular_savers, 0) AS irregular_savers,
    coalesce(l.outstanding, 0) AS outstanding, coalesce(l.in_term, 0) AS in_term, coalesce(l.overdue, 0) AS overdue, coalesce(l.frozen, 0) AS frozen,
    coalesce(l.unpaid_interest, 0) AS unpaid_interest, coalesce(l.deposit_balance, 0) AS deposit_balance, coalesce(y.deposits_in, 0) AS deposits_in,
    n.score, n.score - b.score AS score_change,
    30 - n.overdue_points AS overdue_lost, 20 - n.session_points AS session_lost, 20 - n.interest_points AS interest_lost,
    15 - n.due_points AS due_lost, 10 - n.deposit_points AS deposit_lost, 5 - n.saver_points AS saver_lost
  FROM meta.asked_group_place g
  LEFT JOIN stood l USING (group_code)
  LEFT JOIN people p USING (group_code)
  LEFT JOIN year_in y USING (group_code)
  LEFT JOIN points n ON n.group_code = g.group_code AND n.now
  LEFT JOIN points b ON b.group_code = g.group_code AND b.month_end = (date_trunc('month', n.month_end) - INTERVAL 1 DAY)::DATE
  WHERE g.open OR l.outstanding > 0 OR l.deposit_balance > 0
),
summed AS (
  SELECT * FROM figures
  UNION ALL BY NAME
  SELECT '00' AS group_code, '00' AS union_code, '' AS commune_code, '' AS commune_name, coalesce(sum(COLUMNS([
    'members', 'members_with_debt', 'savers', 'interest_late_members', 'interest_paid_members', 'regular_savers', 'irregular_savers', 'outstanding', 'in_term', 'overdue',
    'frozen', 'unpaid_interest', 'deposit_balance', 'deposits_in'])), 0)
  FROM figures
)
SELECT
  a.as_of, f.* EXCLUDE (deposits_in),
  -- exact, rounded half away from zero
  CASE WHEN f.members > 0 THEN sign(f.deposits_in) * ((2 * abs(f.deposits_in) + f.members * m.months) // (2 * f.members * m.months)) END AS deposits_per_member,
  f.overdue::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS overdue_ratio,
  f.frozen::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS frozen_ratio,
  CASE WHEN f.group_code <> '00' THEN coalesce(r.rating, 'unrated') END AS rating
FROM meta.asked a
CROSS JOIN months m
CROSS JOIN summed f
LEFT JOIN meta.group_rating r ON r.as_of = a.as_of AND r.group_code = f.group_code
WHERE a.programme_code IS NULL
