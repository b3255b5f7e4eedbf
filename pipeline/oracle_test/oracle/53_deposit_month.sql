-- doc: every fact of a deposit customer on the day, with where it counted at the month-end before
-- grain: as_of, customer_code, for customers with an entry so far
SELECT p.as_of, p.branch_code, p.customer_code, p.group_code, p.union_code, p.commune_code, p.office_code,
  w.group_code AS was_group, w.union_code AS was_union, w.commune_code AS was_commune, w.office_code AS was_office,
  (b.balance <> 0 AND (p.group_code IS DISTINCT FROM w.group_code OR p.union_code <> w.union_code
    OR p.commune_code IS DISTINCT FROM w.commune_code OR p.office_code IS DISTINCT FROM w.office_code)) AS moved,
  CASE WHEN moved THEN w.group_code END AS moved_from_group, CASE WHEN moved THEN w.union_code END AS moved_from_union,
  CASE WHEN moved THEN w.commune_code END AS moved_from_commune, CASE WHEN moved THEN w.office_code END AS moved_from_office,
  a.accounts, p.member, coalesce(b.balance, 0) AS opening_balance, s.balance,
  f.customer_code IS NOT NULL AS touched,
  coalesce(f.brought_forward, 0) AS brought_forward, coalesce(f.deposited, 0) AS deposited, coalesce(f.interest, 0) AS interest,
  coalesce(f.withdrawn, 0) AS withdrawn, coalesce(f.offset_loan, 0) AS offset_loan,
  s.standing_deposits,
  p.member AND s.saved_three_months AS regular_saver,
  p.member AND s.balance > 0 AND s.standing_deposits = 1 AND s.standing_openings = 0 AS one_time_saver
FROM deposit_place p
JOIN day d USING (as_of)
JOIN deposit_stock s USING (as_of, customer_code)
JOIN account_count a USING (as_of, customer_code)
LEFT JOIN deposit_place w ON w.as_of = d.month_before AND w.customer_code = p.customer_code
LEFT JOIN deposit_stock b ON b.as_of = d.month_before AND b.customer_code = p.customer_code
LEFT JOIN deposit_flow f ON f.as_of = p.as_of AND f.customer_code = p.customer_code
