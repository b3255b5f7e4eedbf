-- doc: concentration
-- grain: as_of, part, union_code
WITH parted AS (
  SELECT as_of, union_code, outstanding, unnest([{'part': 'union', 'code': union_code}, {'part': 'commune', 'code': coalesce(commune_code, '')}, {'part': 'programme', 'code': programme_code}], max_depth := 2)
  FROM open_loan
), piece AS (
  SELECT r.as_of, r.union_code, r.union_name, w.part, p.code, sum(p.outstanding) AS outstanding
  FROM trend_row r CROSS JOIN (VALUES ('union'), ('commune'), ('programme')) w(part)
  LEFT JOIN parted p ON p.as_of = r.as_of AND p.part = w.part AND r.union_code IN ('00', p.union_code)
  WHERE w.part <> 'union' OR r.union_code = '00'
  GROUP BY ALL
), total AS (
  SELECT as_of, part, union_code, union_name, coalesce(sum(outstanding), 0) AS outstanding, count(code) AS parts, sum(outstanding * outstanding) AS squared FROM piece GROUP BY ALL
)
SELECT t.as_of, t.part, t.union_code, t.union_name, t.outstanding, t.parts,
  t.squared::DOUBLE * 10000 / (t.outstanding * t.outstanding)::DOUBLE AS hhi,
  p.code AS largest_code, p.outstanding::DOUBLE / t.outstanding::DOUBLE AS largest_share,
  t.outstanding < 100000000 AS small_base
FROM total t LEFT JOIN piece p ON p.as_of = t.as_of AND p.part = t.part AND p.union_code = t.union_code AND p.code IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM piece q WHERE q.as_of = p.as_of AND q.part = p.part AND q.union_code = p.union_code AND (q.outstanding > p.outstanding OR (q.outstanding = p.outstanding AND q.code < p.code)))
WHERE t.union_code <> '98' OR t.outstanding > 0
