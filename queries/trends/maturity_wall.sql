-- doc: When the outstanding falls due: by the instalments, and by the final maturity. By instalments, what is outstanding stands on the instalments that follow what is covered, oldest
--   first, each due as its extensions say; what was lent beyond the schedule, or without one, is due on maturity_on. By maturity, each loan is due whole on maturity_on. Bands by days from the day: past due,
--   0 to 30, 31 to 60, 61 to 90, 91 to 180, 181 to 365, over. Frozen debt is in it. Both ways come to the same outstanding.
-- grain: a row per quarter's end or last day, union and band; 00 is the total of the unions shown
-- vi: Dư nợ theo thời gian đến hạn
-- en: Maturity wall
-- units: đồng, loans, fraction
WITH chosen AS (
  SELECT as_of
  FROM meta.as_of
  WHERE as_of = (SELECT max(as_of) FROM meta.as_of) OR (month(as_of) % 3 = 0 AND as_of = last_day(as_of))
),
-- Contracts by number: joins over text take three times as long.
contract AS MATERIALIZED (
  SELECT row_number() OVER () AS no, c.contract_no, c.session_maturity_on, coalesce(p.planned, 0) AS planned
  FROM dim.loan_contract c
  LEFT JOIN (SELECT contract_no, sum(amount) AS planned FROM dim.principal_schedule GROUP BY contract_no) p USING (contract_no)
),
schedule AS (
  SELECT c.no, s.due_on, s.amount, sum(s.amount) OVER (PARTITION BY c.no ORDER BY s.due_on) AS up_to
  FROM dim.principal_schedule s
  JOIN contract c USING (contract_no)
),
loan AS (
  SELECT
    s.as_of, s.union_code, c.no, c.planned,
    s.in_term + s.overdue + s.frozen AS outstanding,
    s.paid + CASE WHEN s.opened > 0 THEN greatest(0, c.planned - s.opened - s.lent) ELSE 0 END AS covered,
    -- What each extension says, in order: the new maturity and what was covered on its day.
    CASE WHEN s.extensions IS NOT NULL THEN list_transform(string_split(s.extensions, ' '), lambda e: {
      'maturity': DATE '1970-01-01' + string_split(e, ':')[3]::INTEGER,
      'covered': string_split(e, ':')[4]::BIGINT}) END AS extensions,
    c.session_maturity_on
  FROM lake.contract_state s
  JOIN contract c USING (contract_no)
  SEMI JOIN chosen h ON h.as_of = s.as_of
  WHERE s.union_code <> '99' AND s.in_term + s.overdue + s.frozen > 0
),
due AS (
  SELECT
    l.as_of, l.union_code,
    CASE WHEN l.extensions IS NULL THEN i.due_on ELSE coalesce(list_filter(l.extensions, lambda e: e.covered < i.up_to)[-1].maturity, i.due_on) END AS due_on,
    least(i.up_to, l.covered + l.outstanding) - greatest(i.up_to - i.amount, l.covered) AS by_instalment,
    0 AS by_maturity, 0 AS loans
  FROM loan l
  JOIN schedule i USING (no)
  WHERE i.up_to > l.covered AND i.up_to - i.amount < l.covered + l.outstanding
  UNION ALL
  SELECT
    as_of, union_code, coalesce(extensions[-1].maturity, session_maturity_on),
    greatest(covered + outstanding - greatest(planned, covered), 0), outstanding, 1
  FROM loan
),
banded AS (
  SELECT
    as_of, union_code,
    CASE
      WHEN due_on < as_of THEN 'past' WHEN due_on <= as_of + 30 THEN '30' WHEN due_on <= as_of + 60 THEN '60' WHEN due_on <= as_of + 90 THEN '90'
      WHEN due_on <= as_of + 180 THEN '180' WHEN due_on <= as_of + 365 THEN '365' ELSE 'over' END AS band,
    sum(by_instalment) AS by_instalment, sum(by_maturity) AS by_maturity, sum(loans) AS loans
  FROM due
  GROUP BY ALL
),
figures AS (
  SELECT
    r.as_of, r.union_code, r.name_vi AS union_name, w.band,
    coalesce(sum(b.by_instalment), 0)::BIGINT AS by_instalment,
    coalesce(sum(b.by_maturity), 0)::BIGINT AS by_maturity,
    coalesce(sum(b.loans), 0)::BIGINT AS loans
  FROM meta.union_row r
  SEMI JOIN chosen c ON c.as_of = r.as_of
  CROSS JOIN (SELECT unnest(['past', '30', '60', '90', '180', '365', 'over']) AS band) w
  LEFT JOIN banded b ON b.as_of = r.as_of AND b.union_code = r.part_code AND b.band = w.band
  GROUP BY ALL
),
summed AS (
  SELECT *, sum(by_maturity) OVER whole AS outstanding, sum(loans) OVER whole AS all_loans
  FROM figures
  WINDOW whole AS (PARTITION BY as_of, union_code)
)
SELECT
  f.as_of, f.union_code, f.union_name, f.band, f.by_instalment, f.by_maturity, f.loans,
  f.by_instalment::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS by_instalment_share,
  f.by_maturity::DOUBLE / nullif(f.outstanding, 0)::DOUBLE AS by_maturity_share,
  f.outstanding < s.amount OR f.all_loans < s.loans AS small_base
FROM summed f, meta.small_base s
WHERE f.union_code <> '98' OR f.all_loans > 0
