-- doc: How concentrated the outstanding is: the Herfindahl-Hirschman index, the sum of the squared shares times 10,000, of unions, communes and programmes.
--   10,000 is all in one part, 10,000 / n is n equal parts. Loans without a commune are one part of their own.
-- grain: a row per as-of day, kind of part and union; 00 is the total of the unions shown, the only row where the parts are the unions
-- vi: Mức độ tập trung dư nợ (HHI)
-- en: Concentration of outstanding (HHI)
-- units: đồng, parts, points, fraction
WITH part AS (
  SELECT as_of, 'union' AS part, '00' AS union_code, union_code AS code, outstanding FROM indicator.nation_month WHERE union_code <> '99'
  UNION ALL
  SELECT as_of, 'commune', union_code, commune_code, outstanding FROM indicator.commune_month WHERE union_code <> '99'
  UNION ALL
  SELECT as_of, 'programme', union_code, programme_code, outstanding FROM indicator.programme_month WHERE union_code <> '99'
),
held AS (
  SELECT as_of, part, union_code, code, sum(outstanding) AS outstanding
  FROM part
  GROUP BY ALL
  UNION ALL
  SELECT as_of, part, '00', code, sum(outstanding)
  FROM part
  WHERE part <> 'union'
  GROUP BY ALL
),
added AS (
  SELECT
    as_of, part, union_code,
    sum(outstanding) AS outstanding,
    count(*) AS parts,
    sum(outstanding::HUGEINT * outstanding::HUGEINT) AS squares,
    max(outstanding) AS largest,
    min_by(code, (-outstanding, code)) AS largest_code
  FROM held
  WHERE outstanding > 0
  GROUP BY ALL
),
shown AS (
  SELECT DISTINCT r.as_of, k.part, r.union_code, r.name_vi AS union_name
  FROM meta.union_row r, (SELECT unnest(['union', 'commune', 'programme']) AS part) k
  WHERE k.part <> 'union' OR r.union_code = '00'
)
SELECT
  w.as_of, w.part, w.union_code, w.union_name,
  coalesce(a.outstanding, 0)::BIGINT AS outstanding,
  coalesce(a.parts, 0) AS parts,
  a.squares::DOUBLE * 10000 / (a.outstanding::HUGEINT * a.outstanding::HUGEINT)::DOUBLE AS hhi,
  a.largest_code,
  a.largest::DOUBLE / a.outstanding::DOUBLE AS largest_share,
  coalesce(a.outstanding, 0) < s.amount AS small_base
FROM shown w
CROSS JOIN meta.small_base s
LEFT JOIN added a ON a.as_of = w.as_of AND a.part = w.part AND a.union_code = w.union_code
WHERE w.union_code <> '98' OR a.outstanding > 0
