-- doc: Distinct units with an agreement in force on the as-of day: signed on or before it, and not ended on or before it.
--   A unit that signed with two unions counts once in the total: distinct counts are recounted per level. 98 appears on days on which any of its figures is not zero.
-- grain: a row per as-of day and union; 00 is the total of the unions shown
-- vi: Văn bản liên tịch và hợp đồng ủy thác
-- en: Entrustment agreements by union
-- units: units
WITH figures AS (
  SELECT
    r.as_of, r.union_code, r.name_vi AS union_name,
    count(DISTINCT g.unit_code) FILTER (g.unit_level = 'district') AS districts,
    count(DISTINCT g.unit_code) FILTER (g.unit_level = 'commune') AS communes
  FROM meta.union_row r
  LEFT JOIN dim.agreement g ON g.union_code = r.part_code AND g.signed_on <= r.as_of AND (g.ended_on IS NULL OR g.ended_on > r.as_of)
  GROUP BY ALL
)
SELECT * FROM figures
WHERE union_code <> '98' OR districts + communes > 0
