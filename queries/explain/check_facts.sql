-- doc: Groups whose loans had to be checked for their use, or were in time, on the day last_on, as the indicators count them: the contracts stand in loan_use_check and the ledger.
--   Of an office or a programme, the unions: loans paid back count, too, and the indicators have where they were by place or by programme.
-- grain: a row per branch and group, or per branch and union
WITH counted AS (
  SELECT branch_code, group_code, union_code, commune_code, use_check_due, use_check_in_time
  FROM indicator.group_month
  WHERE as_of = getvariable('last_on')::DATE AND getvariable('row_programme') IS NULL
    AND (getvariable('row_office') IS NULL OR getvariable('row_commune') IS NOT NULL AND office_code = getvariable('row_office')::VARCHAR)
    AND (getvariable('row_commune') IS NULL OR commune_code = getvariable('row_commune')::VARCHAR)
  UNION ALL
  SELECT branch_code, '', union_code, '', use_check_due, use_check_in_time
  FROM indicator.office_month
  WHERE as_of = getvariable('last_on')::DATE AND office_code = getvariable('row_office')::VARCHAR AND getvariable('row_commune') IS NULL AND getvariable('row_programme') IS NULL
  UNION ALL
  SELECT branch_code, '', union_code, '', use_check_due, use_check_in_time
  FROM indicator.programme_month
  WHERE as_of = getvariable('last_on')::DATE AND programme_code = getvariable('row_programme')::VARCHAR AND getvariable('row_office') IS NULL AND getvariable('row_commune') IS NULL
)
SELECT
  branch_code, group_code, union_code, commune_code,
  CASE getvariable('measure')::VARCHAR WHEN 'use_check_due' THEN use_check_due WHEN 'use_check_in_time' THEN use_check_in_time END AS amount
FROM counted
WHERE use_check_due > 0
  AND CASE WHEN getvariable('row_union') IS NULL THEN union_code IN (SELECT union_code FROM meta.shown_union) ELSE union_code = getvariable('row_union')::VARCHAR END
  AND (getvariable('row_branch') IS NULL OR branch_code = getvariable('row_branch')::VARCHAR)
