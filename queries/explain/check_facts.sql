-- doc: Groups whose loans had to be checked for their use, or were in time, on the day last_on, as the indicators count them: the contracts stand in loan_use_check and the ledger.
-- grain: a row per branch and group
SELECT
  branch_code, group_code, union_code, commune_code,
  CASE getvariable('measure')::VARCHAR WHEN 'use_check_due' THEN use_check_due WHEN 'use_check_in_time' THEN use_check_in_time END AS amount
FROM indicator.group_month
WHERE as_of = getvariable('last_on')::DATE AND use_check_due > 0
  AND CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
