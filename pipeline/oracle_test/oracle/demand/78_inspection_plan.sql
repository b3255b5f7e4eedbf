-- doc: inspection_plan
-- grain: as_of, union_code, target_level
WITH line AS (
  SELECT union_code, name_vi AS union_name, union_code AS part FROM union_list UNION ALL SELECT '00', 'Tổng cộng', union_code FROM union_list
), level AS (SELECT unnest(['district', 'commune', 'group', 'household']) AS target_level
), visit AS (
  SELECT i.* FROM src.inspection i CROSS JOIN asked a JOIN day d USING (as_of)
  WHERE i.inspected_on BETWEEN d.year_start AND d.as_of AND i.by_level <> 'commune'
    AND (coalesce(a.office_code, a.commune_code, a.branch_code) IS NULL OR (i.target_level, i.target_code) IN (SELECT (level, code) FROM scope_unit))
), plan AS (
  SELECT p.union_code, p.measure, CASE WHEN max(coalesce(a.commune_code, a.office_code, a.branch_code)) IS NOT NULL THEN sum(CASE WHEN p.unit_code = coalesce(a.commune_code, a.office_code, a.branch_code) THEN p.amount END)
    ELSE coalesce(sum(CASE WHEN p.unit_code = '00' THEN p.amount END), sum(CASE WHEN p.unit_code IN (SELECT branch_code FROM src.branch) THEN p.amount END)) END AS planned
  FROM asked a JOIN day d USING (as_of) JOIN src.plan_target p ON p.period_start = d.year_start AND p.period_end = (d.year_start + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE AND p.programme_code = '00'
  GROUP BY p.union_code, p.measure
), part AS (
  SELECT u.union_code AS part, l.target_level, (SELECT planned FROM plan p WHERE p.union_code = u.union_code AND p.measure = 'inspections_' || l.target_level) AS planned,
    (SELECT count(*) FROM visit v WHERE v.union_code = u.union_code AND v.target_level = l.target_level) AS done,
    (SELECT count(*) FROM visit v WHERE v.union_code = u.union_code AND v.target_level = l.target_level AND month(v.inspected_on) <= 9) AS done_at_milestone
  FROM union_list u CROSS JOIN level l CROSS JOIN asked a WHERE a.union_code IS NULL OR u.union_code = a.union_code
)
SELECT a.as_of, l.union_code, l.union_name, p.target_level, sum(planned) AS planned, sum(done) AS done, CASE WHEN sum(planned) <> 0 THEN sum(done)::DOUBLE / sum(planned)::DOUBLE END AS completion,
  sum(done_at_milestone) AS done_at_milestone, CASE WHEN sum(planned) <> 0 THEN sum(done_at_milestone)::DOUBLE / sum(planned)::DOUBLE END AS completion_at_milestone
FROM asked a CROSS JOIN line l JOIN part p USING (part)
WHERE a.programme_code IS NULL AND (a.union_code IS NULL OR l.union_code IN ('00', a.union_code))
GROUP BY a.as_of, l.union_code, l.union_name, p.target_level
HAVING l.union_code <> '98' OR sum(done) > 0 OR coalesce(sum(planned), 0) > 0
