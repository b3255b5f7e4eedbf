-- doc: Planned visits of the year by union and who is visited, beside the visits made from 1 January by province and district, to the day and to the milestone, 30 September or the day
--   before it. The plan is that of the place asked for; of everything, that of all or the sum of the branches. Visits in a place: see inspections_by_union. No rows with a programme.
-- grain: a row per union and level visited; 00 is the total of the unions shown
-- vi: Thực hiện kế hoạch kiểm tra
-- en: Inspection plan
-- units: visits, fraction
WITH level(target_level) AS (VALUES ('district'), ('commune'), ('group'), ('household')),
visit AS (
  SELECT
    i.union_code, i.target_level, count(*) AS done,
    count(*) FILTER (i.inspected_on <= make_date(year(a.as_of), 9, 30)) AS done_at_milestone
  FROM meta.asked_visit i
  CROSS JOIN meta.asked a
  WHERE i.by_level IN ('province', 'district')
  GROUP BY ALL
),
plan AS (
  SELECT
    p.union_code, replace(p.measure, 'inspections_', '') AS target_level,
    CASE WHEN any_value(coalesce(a.commune_code, a.office_code, a.branch_code)) IS NULL
      THEN coalesce(sum(p.amount) FILTER (p.unit_code = '00'), sum(p.amount) FILTER (p.unit_code IN (SELECT branch_code FROM dim.branch)))
      ELSE sum(p.amount) FILTER (p.unit_code = coalesce(a.commune_code, a.office_code, a.branch_code)) END AS planned
  FROM dim.plan_target p
  JOIN meta.asked a ON p.period_start = a.year_start AND p.period_end = make_date(year(a.as_of), 12, 31)
  WHERE p.programme_code = '00' AND p.measure LIKE 'inspections\_%' ESCAPE '\'
  GROUP BY ALL
),
part AS (
  SELECT
    u.union_code, l.target_level, p.planned, coalesce(v.done, 0) AS done, coalesce(v.done_at_milestone, 0) AS done_at_milestone
  FROM meta.asked a
  JOIN meta.shown_union u ON u.union_code <> '00' AND (a.union_code IS NULL OR u.union_code = a.union_code)
  CROSS JOIN level l
  LEFT JOIN plan p ON p.union_code = u.union_code AND p.target_level = l.target_level
  LEFT JOIN visit v ON v.union_code = u.union_code AND v.target_level = l.target_level
),
figures AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code, target_level,
    sum(planned) AS planned, sum(done) AS done, sum(done_at_milestone) AS done_at_milestone
  FROM part
  GROUP BY GROUPING SETS ((union_code, target_level), (target_level))
)
SELECT
  a.as_of, u.union_code, u.union_name, f.target_level, f.planned, f.done, f.done::DOUBLE / nullif(f.planned, 0)::DOUBLE AS completion,
  f.done_at_milestone, f.done_at_milestone::DOUBLE / nullif(f.planned, 0)::DOUBLE AS completion_at_milestone
FROM meta.asked a
CROSS JOIN figures f
JOIN meta.shown_union u ON u.union_code = f.union_code
WHERE a.programme_code IS NULL AND (f.union_code <> '98' OR f.planned > 0 OR f.done > 0)
