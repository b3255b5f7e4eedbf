-- doc: every fact of a contract on the day, with where it counted at the month-end before
-- grain: as_of, contract_no, for contracts with an entry so far
SELECT p.as_of, p.branch_code, p.contract_no, p.customer_code, p.group_code, p.union_code, p.commune_code, p.office_code,
  p.programme_code, p.fund_source, p.lending_method,
  w.group_code AS was_group, w.union_code AS was_union, w.commune_code AS was_commune, w.office_code AS was_office,
  ((b.in_term + b.overdue + b.frozen > 0 OR b.unpaid_interest_in_term <> 0 OR b.unpaid_interest_overdue <> 0) AND (p.group_code IS DISTINCT FROM w.group_code OR p.union_code <> w.union_code
    OR p.commune_code IS DISTINCT FROM w.commune_code OR p.office_code IS DISTINCT FROM w.office_code)) AS moved,
  CASE WHEN moved THEN w.group_code END AS moved_from_group, CASE WHEN moved THEN w.union_code END AS moved_from_union,
  CASE WHEN moved THEN w.commune_code END AS moved_from_commune, CASE WHEN moved THEN w.office_code END AS moved_from_office,
  m.maturity_on, o.overdue_since, a.last_activity_on, a.first_disbursed_on,
  CASE WHEN s.in_term + s.overdue + s.frozen > 0 AND due.oldest_due_on IS NOT NULL THEN p.as_of - due.oldest_due_on ELSE 0 END AS days_past_due,
  coalesce(b.in_term, 0) AS opening_in_term, coalesce(b.overdue, 0) AS opening_overdue, coalesce(b.frozen, 0) AS opening_frozen,
  coalesce(b.unpaid_interest_in_term, 0) AS opening_unpaid_interest_in_term, coalesce(b.unpaid_interest_overdue, 0) AS opening_unpaid_interest_overdue,
  s.in_term, s.overdue, s.frozen, s.in_term + s.overdue + s.frozen AS outstanding, s.unpaid_interest_in_term, s.unpaid_interest_overdue,
  f.contract_no IS NOT NULL AS touched,
  coalesce(brought_forward_in_term, 0) AS brought_forward_in_term, coalesce(brought_forward_overdue, 0) AS brought_forward_overdue, coalesce(brought_forward_frozen, 0) AS brought_forward_frozen,
  coalesce(disbursed, 0) AS disbursed,
  coalesce(collected_in_term, 0) AS collected_in_term, coalesce(collected_overdue, 0) AS collected_overdue, coalesce(collected_frozen, 0) AS collected_frozen,
  coalesce(rebooked_in_term, 0) AS rebooked_in_term, coalesce(rebooked_overdue, 0) AS rebooked_overdue, coalesce(rebooked_frozen, 0) AS rebooked_frozen,
  coalesce(written_off_in_term, 0) AS written_off_in_term, coalesce(written_off_overdue, 0) AS written_off_overdue, coalesce(written_off_frozen, 0) AS written_off_frozen,
  coalesce(in_term_to_overdue, 0) AS in_term_to_overdue, coalesce(in_term_to_frozen, 0) AS in_term_to_frozen,
  coalesce(overdue_to_in_term, 0) AS overdue_to_in_term, coalesce(overdue_to_frozen, 0) AS overdue_to_frozen,
  coalesce(frozen_to_in_term, 0) AS frozen_to_in_term, coalesce(frozen_to_overdue, 0) AS frozen_to_overdue,
  coalesce(interest_brought_in_term, 0) AS interest_brought_in_term, coalesce(interest_brought_overdue, 0) AS interest_brought_overdue,
  coalesce(interest_due_in_term, 0) AS interest_due_in_term, coalesce(interest_due_overdue, 0) AS interest_due_overdue,
  coalesce(interest_paid_in_term, 0) AS interest_paid_in_term, coalesce(interest_paid_overdue, 0) AS interest_paid_overdue,
  coalesce(interest_waived_in_term, 0) AS interest_waived_in_term, coalesce(interest_waived_overdue, 0) AS interest_waived_overdue,
  coalesce(t.lending_turns, 0) AS lending_turns,
  coalesce(due.due_principal, 0) AS due_principal, coalesce(due.due_collected, 0) AS due_collected,
  coalesce(due.due_principal_ytd, 0) AS due_principal_ytd, coalesce(due.due_collected_ytd, 0) AS due_collected_ytd,
  (s.in_term + s.overdue + s.frozen > 0 AND s.frozen = 0 AND g.short_name IS DISTINCT FROM 'HSSV' AND a.last_activity_on < d.cut_3)
    AS inactive,
  coalesce(a.first_disbursed_on + 30 <= p.as_of, false) AS check_due,
  EXISTS (SELECT 1 FROM src.loan_use_check u WHERE u.contract_no = p.contract_no AND u.checked_on BETWEEN a.first_disbursed_on AND a.first_disbursed_on + 30) AS checked
FROM contract_place p
JOIN day d USING (as_of)
JOIN loan_stock s USING (as_of, contract_no)
JOIN maturity m USING (as_of, contract_no)
LEFT JOIN contract_place w ON w.as_of = d.month_before AND w.contract_no = p.contract_no
LEFT JOIN loan_stock b ON b.as_of = d.month_before AND b.contract_no = p.contract_no
LEFT JOIN overdue_since o ON o.as_of = p.as_of AND o.contract_no = p.contract_no
LEFT JOIN activity a ON a.as_of = p.as_of AND a.contract_no = p.contract_no
LEFT JOIN loan_flow f ON f.as_of = p.as_of AND f.contract_no = p.contract_no
LEFT JOIN turn t ON t.as_of = p.as_of AND t.contract_no = p.contract_no
LEFT JOIN due ON due.as_of = p.as_of AND due.contract_no = p.contract_no
LEFT JOIN src.loan_programme g ON g.programme_code = p.programme_code
