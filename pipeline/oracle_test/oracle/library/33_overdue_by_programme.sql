-- doc: overdue of programmes in unions
-- grain: programme_code, union_code
SELECT programme_code, (SELECT p.short_name FROM src.loan_programme p WHERE p.programme_code = l.programme_code) AS programme,
  union_code, (SELECT u.short_name FROM src.mass_organisation u WHERE u.union_code = l.union_code) AS union_name, sum(outstanding) AS outstanding, sum(overdue) AS overdue, sum(overdue)::DOUBLE / sum(outstanding)::DOUBLE AS ratio
FROM loan_month l WHERE as_of = $as_of::DATE AND outstanding > 0
GROUP BY programme_code, union_code ORDER BY ratio DESC, programme_code, union_code
