-- doc: agreements_by_union: distinct units with an agreement in force; distinct counts are recounted for the total
-- grain: as_of, union_code
WITH part AS (
  SELECT d.as_of, coalesce(u.union_code, '00') AS union_code,
    count(DISTINCT a.unit_code) FILTER (a.unit_level = 'district') AS districts,
    count(DISTINCT a.unit_code) FILTER (a.unit_level = 'commune') AS communes
  FROM day d CROSS JOIN union_list u
  LEFT JOIN src.agreement a ON a.union_code = u.union_code AND a.signed_on <= d.as_of AND (a.ended_on IS NULL OR a.ended_on > d.as_of)
  GROUP BY GROUPING SETS ((d.as_of, u.union_code), (d.as_of))
)
SELECT p.as_of, p.union_code, CASE WHEN p.union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name, districts, communes
FROM part p LEFT JOIN union_list u ON u.union_code = p.union_code
WHERE p.union_code <> '98' OR districts <> 0 OR communes <> 0
