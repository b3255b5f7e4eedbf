-- doc: agreements_by_union in a scope: units that lie in it. Districts are NULL where a commune is asked for, both where a programme is.
-- grain: a row per union; 00 is the total of the unions shown
WITH agreed AS (
  SELECT g.union_code, g.unit_level, g.unit_code
  FROM dim.agreement g
  CROSS JOIN meta.asked a
  LEFT JOIN meta.asked_unit u USING (unit_level, unit_code)
  WHERE g.signed_on <= a.as_of AND (g.ended_on IS NULL OR g.ended_on > a.as_of)
    AND g.union_code IN (SELECT union_code FROM meta.shown_union)
    AND (a.union_code IS NULL OR g.union_code = a.union_code)
    AND (a.office_code IS NULL OR u.office_code = a.office_code)
    AND (a.commune_code IS NULL OR u.commune_code = a.commune_code)
    AND (a.branch_code IS NULL OR u.branch_code = a.branch_code)
),
figures AS (
  SELECT
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    count(DISTINCT unit_code) FILTER (unit_level = 'district') AS districts,
    count(DISTINCT unit_code) FILTER (unit_level = 'commune') AS communes
  FROM agreed
  GROUP BY CUBE (union_code)
)
SELECT
  a.as_of, u.union_code, u.union_name,
  CASE WHEN a.programme_code IS NULL AND a.commune_code IS NULL THEN coalesce(f.districts, 0) END AS districts,
  CASE WHEN a.programme_code IS NULL THEN coalesce(f.communes, 0) END AS communes
FROM meta.asked a
JOIN meta.shown_union u ON a.union_code IS NULL OR u.union_code IN (a.union_code, '00')
LEFT JOIN figures f ON f.union_code = u.union_code
WHERE u.union_code <> '98' OR (a.programme_code IS NULL AND f.districts + f.communes > 0)
