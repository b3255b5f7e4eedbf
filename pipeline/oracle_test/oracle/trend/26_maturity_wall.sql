-- doc: maturity_wall
-- grain: as_of, union_code, band
WITH chosen AS (
  SELECT as_of FROM day WHERE as_of = (SELECT max(as_of) FROM day) OR as_of IN (SELECT last_day(make_date(year(as_of), quarter(as_of) * 3, 1)) FROM day)
), piece AS (
  -- What of an instalment is lent and not covered; the rest of the outstanding is on no instalment that is covered.
  SELECT o.as_of, o.union_code, i.due_on, least(i.up_to, c.covered + o.outstanding) - greatest(i.up_to - i.amount, c.covered) AS amount, 'instalment' AS way
  FROM open_loan o JOIN chosen USING (as_of)
  JOIN covered c ON c.as_of = o.as_of AND c.contract_no = o.contract_no AND c.on_day = o.as_of
  JOIN instalment i ON i.as_of = o.as_of AND i.contract_no = o.contract_no
  UNION ALL
  SELECT o.as_of, o.union_code, o.maturity_on, o.outstanding, 'maturity' FROM open_loan o JOIN chosen USING (as_of)
), banded AS (
  SELECT *, CASE WHEN due_on < as_of THEN 'past' WHEN due_on - as_of <= 30 THEN '30' WHEN due_on - as_of <= 60 THEN '60' WHEN due_on - as_of <= 90 THEN '90'
    WHEN due_on - as_of <= 180 THEN '180' WHEN due_on - as_of <= 365 THEN '365' ELSE 'over' END AS band
  FROM piece WHERE amount > 0
), total AS (
  SELECT r.as_of, r.union_code, r.union_name, coalesce(sum(o.outstanding), 0) AS outstanding, count(o.contract_no) AS loans
  FROM trend_row r JOIN chosen USING (as_of) LEFT JOIN open_loan o ON o.as_of = r.as_of AND r.union_code IN ('00', o.union_code)
  GROUP BY ALL
)
SELECT t.as_of, t.union_code, t.union_name, w.band,
  coalesce(sum(b.amount) FILTER (b.way = 'instalment'), 0) AS by_instalment,
  coalesce(sum(b.amount) FILTER (b.way = 'maturity'), 0) AS by_maturity,
  count(*) FILTER (b.way = 'maturity') AS loans,
  CASE WHEN t.outstanding > 0 THEN coalesce(sum(b.amount) FILTER (b.way = 'instalment'), 0)::DOUBLE / t.outstanding::DOUBLE END AS by_instalment_share,
  CASE WHEN t.outstanding > 0 THEN coalesce(sum(b.amount) FILTER (b.way = 'maturity'), 0)::DOUBLE / t.outstanding::DOUBLE END AS by_maturity_share,
  NOT (t.outstanding >= 100000000 AND t.loans >= 20) AS small_base
FROM total t CROSS JOIN (VALUES ('past'), ('30'), ('60'), ('90'), ('180'), ('365'), ('over')) w(band)
LEFT JOIN banded b ON b.as_of = t.as_of AND b.band = w.band AND t.union_code IN ('00', b.union_code)
WHERE t.union_code <> '98' OR t.loans > 0
GROUP BY t.as_of, t.union_code, t.union_name, w.band, t.outstanding, t.loans
