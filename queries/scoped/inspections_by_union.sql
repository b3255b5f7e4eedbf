-- doc: inspections_by_union in a scope: visits to offices, communes, groups and households that lie in it on the day; a household lies where its group does.
--   Districts are NULL where a commune is asked for, all where a programme is.
-- grain: a row per union and inspecting level; 00 is the total of the unions shown
WITH visits AS (
  SELECT
    union_code, by_level,
    count(*) FILTER (target_level = 'district') AS districts,
    count(*) FILTER (target_level = 'commune') AS communes,
    count(*) FILTER (target_level = 'group') AS groups,
    count(*) FILTER (target_level = 'household') AS households
  FROM meta.asked_visit
  GROUP BY ALL
),
level(by_level, part_level) AS (
  VALUES ('province', 'province'), ('district', 'district'), ('commune', 'commune'), ('total', 'province'), ('total', 'district')
),
part AS (
  SELECT union_code, union_code AS part_code FROM meta.shown_union WHERE union_code <> '00'
  UNION ALL
  SELECT '00', union_code FROM meta.shown_union WHERE union_code <> '00'
),
figures AS (
  SELECT
    a.as_of, u.union_code, u.union_name, l.by_level,
    CASE WHEN a.programme_code IS NULL AND a.commune_code IS NULL THEN coalesce(sum(v.districts), 0) END AS districts,
    CASE WHEN a.programme_code IS NULL THEN coalesce(sum(v.communes), 0) END AS communes,
    CASE WHEN a.programme_code IS NULL THEN coalesce(sum(v.groups), 0) END AS groups,
    CASE WHEN a.programme_code IS NULL THEN coalesce(sum(v.households), 0) END AS households
  FROM meta.asked a
  JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
  JOIN part p ON p.union_code = u.union_code
  CROSS JOIN level l
  LEFT JOIN visits v ON v.union_code = p.part_code AND v.by_level = l.part_level
  GROUP BY a.as_of, a.programme_code, a.commune_code, u.union_code, u.union_name, l.by_level
)
SELECT * FROM figures
QUALIFY union_code <> '98' OR max(coalesce(districts, 0) + coalesce(communes, 0) + coalesce(groups, 0) + coalesce(households, 0)) OVER (PARTITION BY union_code) > 0
