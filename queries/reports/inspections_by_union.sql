-- doc: Inspection visits from 1 January by inspecting level; total is province + district, as published.
--   98 appears with all its levels on days on which any of its figures is not zero.
-- grain: a row per as-of day, union and inspecting level; 00 is the total of the unions shown
-- vi: Kiểm tra, giám sát của các cấp hội
-- en: Inspections by union and level
-- units: visits
WITH visits AS (
  SELECT
    inspected_on, union_code, by_level,
    count(*) FILTER (target_level = 'district') AS districts,
    count(*) FILTER (target_level = 'commune') AS communes,
    count(*) FILTER (target_level = 'group') AS groups,
    count(*) FILTER (target_level = 'household') AS households
  FROM dim.inspection
  GROUP BY ALL
),
level(by_level, part_level) AS (
  VALUES ('province', 'province'), ('district', 'district'), ('commune', 'commune'), ('total', 'province'), ('total', 'district')
),
figures AS (
  SELECT
    r.as_of, r.union_code, r.name_vi AS union_name, l.by_level,
    coalesce(sum(v.districts), 0)::BIGINT AS districts,
    coalesce(sum(v.communes), 0)::BIGINT AS communes,
    coalesce(sum(v.groups), 0)::BIGINT AS groups,
    coalesce(sum(v.households), 0)::BIGINT AS households
  FROM meta.union_row r
  CROSS JOIN level l
  LEFT JOIN visits v ON v.inspected_on BETWEEN r.year_start AND r.as_of AND v.union_code = r.part_code AND v.by_level = l.part_level
  GROUP BY ALL
)
SELECT * FROM figures
QUALIFY union_code <> '98' OR max(districts + communes + groups + households) OVER (PARTITION BY as_of, union_code) > 0
