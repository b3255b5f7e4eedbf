-- doc: Loans with debt on the day and in the scope asked for, with what reports count households and groups by. A loan without a group has the empty commune.
-- grain: a row per contract
SELECT
  m.contract_no, m.customer_code, m.group_code, m.branch_code, m.union_code, m.office_code, coalesce(m.commune_code, '') AS commune_code,
  m.programme_code, m.fund_source, m.outstanding, m.overdue, m.frozen, m.last_activity_on
FROM meta.asked_loan m
WHERE m.outstanding > 0
