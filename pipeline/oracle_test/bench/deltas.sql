-- doc: the best DuckDB SQL found for group_month and union_month, every measure, from the raw Parquet: no row per contract and month is ever made
-- grain: as_of, branch_code, group_code, union_code in table group_month; as_of, branch_code, union_code in union_month
-- needs: views branch .. group_score over the raw tables, variable through, the last day taken; the ledgers hold no entry after it; at most 62 as-of days
--
-- A balance of a group is the running sum of what was posted in it and what came and went with its
-- contracts. A count is the running sum of +1 when a contract (household, member) enters a condition
-- and -1 when it leaves. Conditions that few are in (overdue, idle) are counted day by day.
-- Activity and saving are a bit per as-of day. Only what happens costs time.
--
-- Shapes tried, in processor seconds on two threads and the published branch (4.0 M loan and 1.4 M
-- deposit entries), for which this file takes 4.5:
--   what falls due   hash join of instalments with the states of their contract from their month to the
--                    year's end, as comings and goings 0.20, the same with every month written out 0.25;
--                    a row per instalment and month, states by hash join 0.44, by ASOF join 0.64; windows
--                    over the months with an instalment or entry 0.35, and that without what was lent
--                    beyond the schedule; states before month and year by windows, not joins, 0.25
--   arrears          hash join with the instalments that can be late 0.06, ASOF join 0.11
--   states           one window over the entries 0.17, over a row per contract and month 0.22, self-join 0.24
--   late debts       day by day 0.04; comings and goings of ten conditions 0.04 and 0.14 for their running sums
--   empty accounts   of savers whom a month that takes something away left with nothing 0.13, of all whom
--                    something was taken from 0.30, of all 0.36
--   savers           numbered first 0.50, known by their code 0.56
--   running sums     ten over the spine 0.11, by a triangular join 0.16; all in a table of their own, then joined, 0.25 more
-- And of whole plans, for their first half only (balances, cover and last activity per contract and
-- month), where this file, then without what falls due, took 12: month spine and windows 10.4; month
-- spine and ASOF join 11.2; changed months held by lead() and unnest 8.3; lists per contract 9.5.

CREATE TEMP TABLE day AS
WITH span AS (
  SELECT least((SELECT min(posted_on) FROM loan_ledger), (SELECT min(posted_on) FROM deposit_ledger)) AS first_on,
    getvariable('through') AS through
), month AS (
  SELECT unnest(generate_series(date_trunc('month', first_on)::TIMESTAMP, through::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month_start, through FROM span
)
SELECT (row_number() OVER (ORDER BY month_start) - 1)::TINYINT AS i, least(last_day(month_start), through) AS as_of, month_start, date_trunc('year', month_start)::DATE AS year_start,
  CASE WHEN last_day(month_start) <= through THEN last_day(month_start) ELSE month_start - 1 END AS score_month,
  (least(last_day(month_start), through) - INTERVAL 3 MONTH)::DATE AS cut_3,
  (least(last_day(month_start), through) - INTERVAL 6 MONTH)::DATE AS cut_6,
  (least(last_day(month_start), through) - INTERVAL 12 MONTH)::DATE AS cut_12
FROM month;
SET VARIABLE n = (SELECT count(*)::TINYINT FROM day);
SET VARIABLE first_month = (SELECT (year(month_start) * 12 + month(month_start))::SMALLINT FROM day WHERE i = 0);
SET VARIABLE first_year = (SELECT year_start FROM day WHERE i = 0);
-- number of a day's month, negative before the ledgers begin
CREATE TEMP MACRO month_of(d) AS (year(d) * 12 + month(d) - getvariable('first_month'))::SMALLINT;
-- number of the first as-of day on or after a day; n when there is none
CREATE TEMP MACRO nth(d) AS (CASE WHEN d IS NULL OR d > getvariable('through') THEN getvariable('n') ELSE greatest(0, month_of(d)) END)::TINYINT;
-- the as-of days from lo up to hi, a bit each
CREATE TEMP MACRO days(lo, hi) AS (1::BIGINT << hi) - (1::BIGINT << lo);

-- ------------------------------------------------------------------ who belongs where, from one as-of day up to another
CREATE TEMP TABLE heir AS
WITH RECURSIVE walk AS (
  SELECT d.i, d.as_of, g.group_code, g.group_code AS now, coalesce(g.closed_on <= d.as_of, false) AS closed, g.merged_into, 0 AS steps
  FROM day d JOIN savings_group g ON g.closed_on <= d.as_of
  UNION ALL
  SELECT w.i, w.as_of, w.group_code, n.group_code, coalesce(n.closed_on <= w.as_of, false), n.merged_into, w.steps + 1
  FROM walk w JOIN savings_group n ON n.group_code = w.merged_into WHERE w.closed AND w.steps < 100
)
SELECT i, group_code, coalesce(max(now) FILTER (NOT closed), group_code) AS heir FROM walk GROUP BY i, group_code;

CREATE TEMP TABLE customer_span AS -- most join a group and stay; the others piece by piece
WITH period AS (
  SELECT customer_code, group_code, valid_from, nth(valid_from) AS lo, nth(valid_to) AS hi FROM group_membership WHERE valid_from <= getvariable('through')
), stayer AS (
  SELECT customer_code, group_code, lo FROM period WHERE customer_code NOT IN (SELECT customer_code FROM period WHERE hi < getvariable('n'))
), mover AS (
  SELECT customer_code, group_code, lo, hi, lead(lo, 1, getvariable('n')) OVER w AS next_lo, row_number() OVER w = 1 AS first
  FROM period WHERE customer_code IN (SELECT customer_code FROM period WHERE hi < getvariable('n')) WINDOW w AS (PARTITION BY customer_code ORDER BY valid_from)
), piece AS (
  SELECT customer_code, group_code, lo, hi FROM mover WHERE hi > lo
  UNION ALL SELECT customer_code, '', 0, lo FROM mover WHERE first AND lo > 0
  UNION ALL
  SELECT p.customer_code, p.group_code, p.hi, least(p.next_lo, greatest(p.hi, nth(g.closed_on)))
  FROM mover p JOIN savings_group g USING (group_code) WHERE p.next_lo > p.hi AND least(p.next_lo, greatest(p.hi, nth(g.closed_on))) > p.hi
  UNION ALL
  SELECT p.customer_code, h.heir, h.i, h.i + 1
  FROM mover p JOIN heir h ON h.group_code = p.group_code AND h.i >= p.hi AND h.i < p.next_lo WHERE p.next_lo > p.hi
), island AS (
  SELECT *, sum((group_code IS DISTINCT FROM before)::INT) OVER (PARTITION BY customer_code ORDER BY lo) AS number
  FROM (SELECT *, lag(group_code) OVER (PARTITION BY customer_code ORDER BY lo) AS before FROM piece)
)
SELECT customer_code, any_value(group_code) AS group_code, min(lo)::TINYINT AS lo, max(hi)::TINYINT AS hi FROM island GROUP BY customer_code, number
UNION ALL SELECT customer_code, group_code, lo, getvariable('n') FROM stayer
UNION ALL SELECT customer_code, '', 0, lo FROM stayer WHERE lo > 0;

CREATE TEMP TABLE contract AS
SELECT (row_number() OVER ())::INT AS id, k.contract_no, k.customer_code, k.lending_method = '2' AS entrusted, k.session_maturity_on,
  coalesce(p.short_name = 'HSSV', false) AS student, o.branch_code
FROM loan_contract k LEFT JOIN loan_programme p USING (programme_code) LEFT JOIN transaction_office o USING (office_code);

CREATE TEMP TABLE office AS -- of a commune: of the row valid on the day, else the latest earlier, else the earliest later one
SELECT c.commune_code, d.i,
  arg_min(c.office_code, (CASE WHEN c.valid_from > d.as_of THEN 2 WHEN c.valid_to <= d.as_of THEN 1 ELSE 0 END, abs(c.valid_from - d.as_of))) AS office_code
FROM commune c CROSS JOIN day d GROUP BY c.commune_code, d.i;

CREATE TEMP TABLE place AS -- a row of group_month, numbered; consolidated is the as-of day of the month in which the group was merged
SELECT (row_number() OVER ())::INT AS place, branch_code, group_code, union_code, commune_code, consolidated
FROM (
  SELECT coalesce(o.branch_code, '') AS branch_code, g.group_code, g.union_code, g.commune_code,
    CASE WHEN g.merged_into IS NOT NULL AND g.closed_on <= getvariable('through') AND month_of(g.closed_on) >= 0 THEN nth(g.closed_on) END AS consolidated
  FROM savings_group g LEFT JOIN office c ON c.commune_code = g.commune_code AND c.i = 0 LEFT JOIN transaction_office o USING (office_code)
  UNION ALL SELECT branch_code, '', u, '', NULL FROM branch, (VALUES ('98'), ('99')) AS v(u)
);

CREATE TEMP TABLE span AS
SELECT k.id, p.place, s.lo, s.hi
FROM contract k JOIN customer_span s USING (customer_code) JOIN place p ON p.group_code = s.group_code AND p.group_code <> '' WHERE k.entrusted
UNION ALL
SELECT k.id, p.place, s.lo, s.hi
FROM contract k JOIN customer_span s USING (customer_code) JOIN place p ON p.branch_code = k.branch_code AND p.union_code = '98' WHERE k.entrusted AND s.group_code = ''
UNION ALL
SELECT k.id, p.place, 0, getvariable('n')
FROM contract k JOIN place p ON p.branch_code = k.branch_code AND p.union_code = CASE WHEN k.entrusted THEN '98' ELSE '99' END
WHERE NOT k.entrusted OR k.customer_code NOT IN (SELECT customer_code FROM customer_span);

-- ------------------------------------------------------------------ the ledger once, narrow; a reversal has the classes of what it takes back and a negative amount
-- kinds: 1 interest_due, 2 interest_paid, 3 interest_waived, 4 interest_opening, 5 transfer, 6 repayment, 7 disbursement, 8 opening, 9 write_off, 10 extension,
-- 11 re-booked repayment, 12 re-booked disbursement; classes: 1 in_term, 2 overdue, 3 frozen, 0 outside; kind and both classes are one code
CREATE TEMP MACRO coded(kind, f, t) AS 16 * kind + 4 * f + t;
CREATE TEMP MACRO kind(code) AS code >> 4;
CREATE TEMP MACRO from_class(code) AS (code >> 2) & 3;
CREATE TEMP MACRO to_class(code) AS code & 3;
CREATE TEMP MACRO class(name) AS CASE name WHEN 'in_term' THEN 1 WHEN 'overdue' THEN 2 WHEN 'frozen' THEN 3 ELSE 0 END;

CREATE TEMP TABLE entry AS
SELECT k.id, month_of(e.posted_on)::TINYINT AS i, e.posted_on,
  coded(CASE e.entry_type WHEN 'interest_due' THEN 1 WHEN 'interest_paid' THEN 2 WHEN 'repayment' THEN CASE WHEN e.rebooking THEN 11 ELSE 6 END
      WHEN 'opening' THEN 8 WHEN 'disbursement' THEN CASE WHEN e.rebooking THEN 12 ELSE 7 END WHEN 'transfer' THEN 5
      WHEN 'interest_waived' THEN 3 WHEN 'interest_opening' THEN 4 WHEN 'write_off' THEN 9 ELSE 10 END,
    CASE WHEN e.reverses_entry_id IS NULL THEN class(e.from_class) ELSE class(e.to_class) END,
    CASE WHEN e.reverses_entry_id IS NULL THEN class(e.to_class) ELSE class(e.from_class) END)::UTINYINT AS code,
  CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END AS amount, e.entry_id
FROM loan_ledger e JOIN contract k USING (contract_no);

CREATE TEMP TABLE taken_back AS -- what was posted and taken back, and when
SELECT e.id, e.entry_id, kind(e.code) AS kind, e.posted_on, r.posted_on AS back_on
FROM (SELECT reverses_entry_id AS entry_id, posted_on FROM loan_ledger WHERE reverses_entry_id IS NOT NULL) r JOIN entry e USING (entry_id);

CREATE TEMP TABLE movement AS -- what happens to a place in a month
SELECT s.place, e.i, e.code, sum(e.amount)::BIGINT AS amount
FROM entry e JOIN span s ON s.id = e.id AND e.i >= s.lo AND e.i < s.hi
GROUP BY ALL;

CREATE TEMP TABLE carried AS -- balances of contracts that change place, as the ledger built them up before
WITH change AS (
  SELECT a.id, a.place AS away, b.place AS here, b.lo AS i FROM span a JOIN span b ON b.id = a.id AND b.lo = a.hi AND b.place <> a.place
), balance AS (
  SELECT c.away, c.here, c.i, e.code, sum(e.amount) AS amount FROM entry e JOIN change c ON c.id = e.id AND e.i < c.i
  WHERE kind(e.code) <> 10 GROUP BY ALL
), net AS (
  SELECT away, here, i, kind(code) <= 4 AS interest, class, a.union_code <> h.union_code AS across, sum(CASE WHEN to_class(code) = class THEN amount ELSE 0 END - CASE WHEN from_class(code) = class THEN amount ELSE 0 END) AS amount
  FROM balance CROSS JOIN (VALUES (1), (2), (3)) AS v(class) JOIN place a ON a.place = away JOIN place h ON h.place = here GROUP BY ALL
)
SELECT here AS place, i, interest, class, across, amount, amount AS moved_in, 0 AS moved_out FROM net
UNION ALL SELECT away, i, interest, class, across, -amount, 0, amount FROM net;

-- ------------------------------------------------------------------ principal: what stands from lo up to hi, when it changed
CREATE TEMP TABLE planned AS -- an instalment is the stretch of principal that ends at up_to, oldest first
SELECT k.id, s.due_on, (sum(s.amount) OVER (PARTITION BY k.id ORDER BY s.due_on))::BIGINT AS up_to, s.amount
FROM principal_schedule s JOIN contract k USING (contract_no);

CREATE TEMP TABLE held AS
WITH moved AS (
  SELECT id, i, code, amount FROM entry WHERE kind(code) >= 5
), first AS (
  SELECT id, min(i) AS i FROM moved GROUP BY id
), early AS ( -- a contract may be known by its interest before anything else
  SELECT p.id, any_value(coalesce(f.i, getvariable('n'))) AS i FROM planned p LEFT JOIN first f USING (id)
  WHERE p.due_on BETWEEN getvariable('first_year') AND getvariable('through') AND month_of(p.due_on) < coalesce(f.i, getvariable('n')) GROUP BY p.id
), known AS (
  SELECT * FROM moved
  UNION ALL SELECT e.id, min(e.i), 0, 0 FROM entry e JOIN early x ON x.id = e.id AND e.i < x.i WHERE kind(e.code) < 5 GROUP BY e.id
)
SELECT id, i AS lo, lead(i, 1, getvariable('n')) OVER w AS hi, -- the last row of a month has it all
  (sum(CASE WHEN to_class(code) = 2 THEN amount ELSE 0 END - CASE WHEN from_class(code) = 2 THEN amount ELSE 0 END) OVER w)::BIGINT AS overdue,
  (sum(CASE WHEN to_class(code) = 3 THEN amount ELSE 0 END - CASE WHEN from_class(code) = 3 THEN amount ELSE 0 END) OVER w)::BIGINT AS frozen,
  (sum(CASE WHEN kind(code) IN (6, 9, 11) THEN amount ELSE 0 END) OVER w)::BIGINT AS paid,
  (sum(CASE WHEN kind(code) IN (7, 12) THEN amount ELSE 0 END) OVER w)::BIGINT AS lent,
  (sum(CASE WHEN kind(code) = 8 THEN amount ELSE 0 END) OVER w)::BIGINT AS opened, opened + lent - paid AS outstanding, coalesce(t.total, 0) AS total
FROM known LEFT JOIN (SELECT id, max(up_to) AS total FROM planned GROUP BY id) t USING (id)
WINDOW w AS (PARTITION BY id ORDER BY i ROWS UNBOUNDED PRECEDING) QUALIFY hi > lo;
CREATE TEMP MACRO cover(total, opened, lent, paid) AS paid + CASE WHEN opened > 0 THEN greatest(0, total - opened - lent) ELSE 0 END;

CREATE TEMP TABLE extension AS -- with what was paid and lent at the end of its day
WITH posted AS (
  SELECT e.id, e.entry_id, e.i, e.posted_on, l.new_maturity_on
  FROM (SELECT entry_id, new_maturity_on FROM loan_ledger WHERE new_maturity_on IS NOT NULL AND reverses_entry_id IS NULL) l JOIN entry e USING (entry_id)
), before AS (
  SELECT p.entry_id, coalesce(sum(e.amount) FILTER (kind(e.code) IN (6, 9, 11)), 0)::BIGINT AS paid, coalesce(sum(e.amount) FILTER (kind(e.code) IN (7, 12)), 0)::BIGINT AS lent
  FROM posted p JOIN entry e ON e.id = p.id AND e.posted_on <= p.posted_on WHERE kind(e.code) >= 5 GROUP BY p.entry_id
)
SELECT p.id, p.entry_id, p.new_maturity_on, p.posted_on, p.i AS lo, nth(t.back_on) AS hi, b.paid, b.lent
FROM posted p JOIN before b USING (entry_id) LEFT JOIN taken_back t USING (entry_id);

CREATE TEMP TABLE extended AS -- the few contracts that have one, day by day: the last standing extension moves what was not covered on its day
WITH own AS (
  SELECT * FROM held WHERE id IN (SELECT id FROM extension)
), daily AS (
  SELECT d.i, d.as_of, d.month_start, d.year_start, h.id, h.outstanding, h.overdue, h.frozen, h.total, h.opened, h.lent,
    cover(h.total, h.opened, h.lent, h.paid) AS now,
    cover(h.total, h.opened, coalesce(m.lent, 0), coalesce(m.paid, 0)) AS month_before,
    cover(h.total, h.opened, coalesce(y.lent, 0), coalesce(y.paid, 0)) AS year_before
  FROM own h JOIN day d ON d.i >= h.lo AND d.i < h.hi
  LEFT JOIN own m ON m.id = h.id AND m.lo < d.i AND m.hi >= d.i
  LEFT JOIN own y ON y.id = h.id AND y.lo <= d.i - month(d.month_start) AND y.hi > d.i - month(d.month_start)
), standing AS (
  SELECT s.id, s.i, x.posted_on, x.entry_id, x.new_maturity_on, cover(s.total, s.opened, x.lent, x.paid) AS covered FROM daily s JOIN extension x ON x.id = s.id AND s.i >= x.lo AND s.i < x.hi
), latest AS (
  SELECT id, i, arg_max(new_maturity_on, (posted_on, entry_id)) AS maturity_on FROM standing GROUP BY id, i
), moved AS (
  SELECT x.id, x.i, p.up_to, arg_max(x.new_maturity_on, (x.posted_on, x.entry_id)) AS due_on FROM standing x JOIN planned p ON p.id = x.id AND x.covered < p.up_to GROUP BY x.id, x.i, p.up_to
), matures AS (
  SELECT s.*, coalesce(x.maturity_on, k.session_maturity_on) AS maturity_on FROM daily s JOIN contract k USING (id) LEFT JOIN latest x USING (id, i)
), instalment AS (
  SELECT s.id, s.i, p.up_to - p.amount AS after, p.up_to, coalesce(x.due_on, p.due_on) AS due_on
  FROM daily s JOIN planned p USING (id) LEFT JOIN moved x ON x.id = s.id AND x.i = s.i AND x.up_to = p.up_to
  UNION ALL
  SELECT id, i, total, opened + lent, maturity_on FROM matures WHERE opened + lent > total
)
SELECT s.id, s.i, s.outstanding, s.overdue, s.frozen, s.maturity_on,
  min(p.due_on) FILTER (p.due_on < s.as_of AND s.now < p.up_to) AS due_on,
  coalesce(sum(greatest(0, p.up_to - greatest(p.after, s.month_before))) FILTER (p.due_on BETWEEN s.month_start AND s.as_of), 0)::BIGINT AS due,
  coalesce(sum(greatest(0, least(p.up_to, s.now) - greatest(p.after, s.month_before))) FILTER (p.due_on BETWEEN s.month_start AND s.as_of), 0)::BIGINT AS collected,
  coalesce(sum(greatest(0, p.up_to - greatest(p.after, s.year_before))) FILTER (p.due_on BETWEEN s.year_start AND s.as_of), 0)::BIGINT AS due_ytd,
  coalesce(sum(greatest(0, least(p.up_to, s.now) - greatest(p.after, s.year_before))) FILTER (p.due_on BETWEEN s.year_start AND s.as_of), 0)::BIGINT AS collected_ytd
FROM matures s LEFT JOIN instalment p USING (id, i)
GROUP BY s.id, s.i, s.outstanding, s.overdue, s.frozen, s.maturity_on;

-- ------------------------------------------------------------------ what falls due in a month, and from lo up to hi what fell due in the year so far
CREATE TEMP TABLE due AS
WITH stretch AS (
  SELECT id, month_of(due_on) AS m, month_of(due_on) - month(due_on) AS december, up_to - amount AS after, up_to FROM planned WHERE due_on BETWEEN getvariable('first_year') AND getvariable('through')
  UNION ALL -- what was lent beyond the schedule
  SELECT DISTINCT h.id, month_of(k.session_maturity_on), month_of(k.session_maturity_on) - month(k.session_maturity_on), h.total, NULL
  FROM held h JOIN contract k USING (id) WHERE h.opened + h.lent > h.total AND k.session_maturity_on BETWEEN getvariable('first_year') AND getvariable('through')
), pair AS ( -- with every state of the contract from the month to the year's end, and those before the month and the year
  SELECT s.id, greatest(h.lo, s.m)::TINYINT AS lo, least(h.hi, s.december + 13)::TINYINT AS hi, h.lo <= s.m AS at_once,
    s.after, coalesce(s.up_to, h.opened + h.lent) AS up_to,
    cover(h.total, h.opened, h.lent, h.paid) AS now,
    CASE WHEN h.lo = s.m THEN cover(h.total, h.opened, coalesce(b.lent, 0), coalesce(b.paid, 0)) ELSE now END AS month_before,
    cover(h.total, h.opened, coalesce(y.lent, 0), coalesce(y.paid, 0)) AS year_before
  FROM stretch s JOIN held h ON h.id = s.id AND h.hi > s.m AND h.lo <= s.december + 12
  LEFT JOIN held b ON b.id = s.id AND b.hi = s.m AND b.hi = h.lo
  LEFT JOIN held y ON y.id = s.id AND y.lo <= s.december AND y.hi > s.december
  WHERE s.id NOT IN (SELECT id FROM extension)
)
SELECT id, lo, hi,
  greatest(0, up_to - greatest(after, year_before)) AS due_ytd, greatest(0, least(up_to, now) - greatest(after, year_before)) AS collected_ytd,
  CASE WHEN at_once THEN greatest(0, up_to - greatest(after, month_before)) ELSE 0 END AS due,
  CASE WHEN at_once THEN greatest(0, least(up_to, now) - greatest(after, month_before)) ELSE 0 END AS collected
FROM pair WHERE up_to > least(year_before, month_before)
UNION ALL
SELECT id, i, i + 1, due_ytd, collected_ytd, due, collected FROM extended WHERE due_ytd > 0 OR due > 0;

CREATE TEMP TABLE fallen AS
WITH part AS (
  SELECT s.place, greatest(x.lo, s.lo) AS lo, least(x.hi, s.hi) AS hi, x.due_ytd, x.collected_ytd, CASE WHEN x.lo >= s.lo THEN x.due ELSE 0 END AS due, CASE WHEN x.lo >= s.lo THEN x.collected ELSE 0 END AS collected
  FROM due x JOIN span s ON s.id = x.id AND s.lo < x.hi AND s.hi > x.lo
)
SELECT place, i, sum(due_ytd)::BIGINT AS due_ytd, sum(collected_ytd)::BIGINT AS collected_ytd, sum(due)::BIGINT AS due, sum(collected)::BIGINT AS collected
FROM (SELECT place, lo AS i, due_ytd, collected_ytd, due, collected FROM part UNION ALL SELECT place, hi, -due_ytd, -collected_ytd, 0, 0 FROM part WHERE hi < getvariable('n'))
GROUP BY place, i;

-- ------------------------------------------------------------------ debts, with the due date of the oldest instalment in arrears
CREATE TEMP TABLE state AS
WITH behind AS (
  SELECT h.id, h.lo, min(p.due_on) AS due_on
  FROM planned p JOIN held h ON h.id = p.id AND nth(p.due_on + 1) < h.hi AND cover(h.total, h.opened, h.lent, h.paid) < p.up_to
  WHERE p.due_on < getvariable('through') GROUP BY h.id, h.lo
)
SELECT h.id, h.lo, h.hi, h.outstanding, h.overdue, h.frozen, k.session_maturity_on AS maturity_on,
  least(b.due_on, CASE WHEN h.opened + h.lent > h.total THEN k.session_maturity_on END) AS due_on
FROM held h JOIN contract k USING (id) LEFT JOIN behind b ON b.id = h.id AND b.lo = h.lo
WHERE h.outstanding > 0 AND h.id NOT IN (SELECT id FROM extension)
UNION ALL
SELECT id, i, i + 1, outstanding, overdue, frozen, maturity_on, due_on FROM extended WHERE outstanding > 0;

CREATE TEMP TABLE placed AS
SELECT s.place, x.id, greatest(x.lo, s.lo) AS lo, least(x.hi, s.hi) AS hi, x.outstanding - x.overdue - x.frozen AS in_term, x.overdue, x.frozen, x.outstanding, x.maturity_on, x.due_on
FROM state x JOIN span s ON s.id = x.id AND s.lo < x.hi AND s.hi > x.lo;

CREATE TEMP TABLE late AS -- debts in trouble are few: day by day
SELECT p.place, d.i,
  sum(p.overdue)::BIGINT AS overdue, sum(p.frozen)::BIGINT AS frozen, count(*) FILTER (p.overdue > 0) AS overdue_loans, count(*) FILTER (p.frozen > 0) AS frozen_loans,
  count(*) FILTER (d.as_of - p.due_on > 0) AS par_1_loans, count(*) FILTER (d.as_of - p.due_on > 30) AS par_30_loans,
  count(*) FILTER (d.as_of - p.due_on > 90) AS par_90_loans, count(*) FILTER (d.as_of - p.due_on > 180) AS par_180_loans,
  (sum(p.outstanding) FILTER (d.as_of - p.due_on > 0))::BIGINT AS par_1, (sum(p.outstanding) FILTER (d.as_of - p.due_on > 30))::BIGINT AS par_30,
  (sum(p.outstanding) FILTER (d.as_of - p.due_on > 90))::BIGINT AS par_90, (sum(p.outstanding) FILTER (d.as_of - p.due_on > 180))::BIGINT AS par_180,
  count(*) FILTER (p.in_term > 0 AND p.maturity_on < d.as_of) AS forgotten_transfers, (sum(p.in_term) FILTER (p.in_term > 0 AND p.maturity_on < d.as_of))::BIGINT AS forgotten_amount
FROM (
  SELECT * FROM placed
  WHERE overdue > 0 OR frozen > 0 OR due_on < getvariable('through') AND nth(due_on + 1) < hi OR in_term > 0 AND maturity_on < getvariable('through') AND nth(maturity_on + 1) < hi
) p JOIN day d ON d.i >= p.lo AND d.i < p.hi
GROUP BY p.place, d.i;

CREATE TEMP TABLE counted AS
SELECT place, i, sum(s)::INT AS loans
FROM (SELECT place, lo AS i, 1 AS s FROM placed UNION ALL SELECT place, hi, -1 FROM placed WHERE hi < getvariable('n'))
GROUP BY place, i;

CREATE TEMP TABLE household AS -- loans beyond the first of a household; all entrusted contracts of a customer share a place, and all direct ones
WITH several AS (
  SELECT unnest(list(id)) AS id, min(id) AS customer FROM contract GROUP BY customer_code HAVING count(*) > 1
), change AS (
  SELECT p.place, c.customer, p.lo AS i, 1 AS s FROM placed p JOIN several c USING (id)
  UNION ALL SELECT p.place, c.customer, p.hi, -1 FROM placed p JOIN several c USING (id)
), edge AS (
  SELECT place, customer, i, sum(s)::INT AS s FROM change GROUP BY place, customer, i HAVING sum(s) <> 0
), running AS (
  SELECT place, i, s, sum(s) OVER (PARTITION BY place, customer ORDER BY i) AS loans FROM edge
)
SELECT place, i, sum(greatest(0, loans - 1) - greatest(0, loans - s - 1))::BIGINT AS more_loans FROM running WHERE i < getvariable('n') GROUP BY place, i;

-- ------------------------------------------------------------------ activity: a bit per as-of day
CREATE TEMP TABLE reach AS -- the as-of days on which an activity of a day is not before cut(3), cut(6), cut(12)
WITH calendar AS (
  SELECT unnest(generate_series(min(month_start)::TIMESTAMP, max(as_of)::TIMESTAMP, INTERVAL 1 DAY))::DATE AS posted_on FROM day
)
SELECT c.posted_on, coalesce(bit_or(1::BIGINT << d.i) FILTER (c.posted_on >= d.cut_3), 0) AS active_3, coalesce(bit_or(1::BIGINT << d.i) FILTER (c.posted_on >= d.cut_6), 0) AS active_6, bit_or(1::BIGINT << d.i) AS active_12
FROM calendar c JOIN day d ON d.as_of >= c.posted_on AND d.cut_12 <= c.posted_on GROUP BY c.posted_on;

CREATE TEMP TABLE idle AS -- the as-of days on which the last activity lies before cut(3), cut(6), cut(12)
WITH active AS (
  SELECT e.id, bit_or(r.active_3) AS active_3, bit_or(r.active_6) AS active_6, bit_or(r.active_12) AS active_12
  FROM entry e JOIN reach r USING (posted_on) WHERE kind(e.code) NOT IN (1, 4, 5) GROUP BY e.id
), piece AS ( -- what is taken back reaches no further than that day
  SELECT id, posted_on, -1::BIGINT AS until FROM entry
  WHERE id IN (SELECT id FROM taken_back) AND kind(code) NOT IN (1, 4, 5) AND amount > 0 AND entry_id NOT IN (SELECT entry_id FROM taken_back)
  UNION ALL SELECT id, posted_on, days(0, nth(back_on)) FROM taken_back WHERE kind NOT IN (1, 4, 5)
), mended AS (
  SELECT p.id, bit_or(r.active_3 & p.until) AS active_3, bit_or(r.active_6 & p.until) AS active_6, bit_or(r.active_12 & p.until) AS active_12 FROM piece p JOIN reach r USING (posted_on) GROUP BY p.id
)
SELECT a.id, ~a.active_3 & days(0, getvariable('n')) AS idle_3, ~a.active_6 AS idle_6, ~a.active_12 AS idle_12
FROM (SELECT * FROM active WHERE id NOT IN (SELECT id FROM taken_back) UNION ALL SELECT * FROM mended) a JOIN contract k USING (id)
WHERE NOT k.student AND ~a.active_3 & days(0, getvariable('n')) <> 0;

CREATE TEMP TABLE inactive AS
WITH found AS (
  SELECT p.place, x.idle_6, x.idle_12, p.outstanding, x.idle_3 & days(p.lo, p.hi) AS idle FROM placed p JOIN idle x USING (id) WHERE p.frozen = 0 AND idle <> 0
), daily AS (
  SELECT f.place, d.i, f.outstanding, (f.idle_6 >> d.i) & 1 = 1 AS idle_6, (f.idle_12 >> d.i) & 1 = 1 AS idle_12 FROM found f JOIN day d ON (f.idle >> d.i) & 1 = 1
)
SELECT place, i, count(*) FILTER (NOT idle_6) AS inactive_3_loans, count(*) FILTER (idle_6 AND NOT idle_12) AS inactive_6_loans, count(*) FILTER (idle_12) AS inactive_12_loans,
  (sum(outstanding) FILTER (NOT idle_6))::BIGINT AS inactive_3, (sum(outstanding) FILTER (idle_6 AND NOT idle_12))::BIGINT AS inactive_6, (sum(outstanding) FILTER (idle_12))::BIGINT AS inactive_12
FROM daily GROUP BY place, i;

-- ------------------------------------------------------------------ first disbursements
CREATE TEMP TABLE lending_turn AS
WITH own AS (
  SELECT id, i, posted_on, kind(code) AS kind, sign(amount) AS s FROM entry WHERE kind(code) IN (7, 8, 12)
), special AS ( -- contracts with a reversed disbursement or opening, day by day
  SELECT DISTINCT id FROM own WHERE s < 0
), standing AS (
  SELECT id, i, posted_on, sum(coalesce(sum(s) FILTER (kind = 7), 0)) OVER w > 0 AND sum(coalesce(sum(s) FILTER (kind = 8), 0)) OVER w = 0 AS lent
  FROM own WHERE id IN (SELECT id FROM special) GROUP BY id, i, posted_on WINDOW w AS (PARTITION BY id ORDER BY posted_on)
), turn AS (
  SELECT id, i, lent::INT - lag(lent::INT, 1, 0) OVER (PARTITION BY id ORDER BY posted_on) AS s FROM standing
  UNION ALL
  SELECT id, min(i), 1 FROM own WHERE kind <> 12 AND id NOT IN (SELECT id FROM special) GROUP BY id HAVING min(kind) = 7 AND max(kind) = 7
)
SELECT s.place, t.i, sum(t.s)::BIGINT AS turns FROM turn t JOIN span s ON s.id = t.id AND t.i >= s.lo AND t.i < s.hi WHERE t.s <> 0 GROUP BY ALL;

CREATE TEMP TABLE use_check AS -- due from 30 days after the first standing disbursement on
WITH disbursed AS (
  SELECT id, i, posted_on FROM entry WHERE kind(code) = 7 AND amount > 0 AND entry_id NOT IN (SELECT entry_id FROM taken_back)
), back AS (
  SELECT id, nth(posted_on) AS lo, nth(back_on) AS hi, posted_on FROM taken_back WHERE kind = 7
), first AS (
  SELECT id, min(posted_on) AS first_on, 0::TINYINT AS lo, getvariable('n') AS hi FROM disbursed WHERE id NOT IN (SELECT id FROM back) GROUP BY id
  UNION ALL
  SELECT s.id, min(s.posted_on), d.i, d.i + 1
  FROM (SELECT * FROM back UNION ALL SELECT id, i, getvariable('n'), posted_on FROM disbursed WHERE id IN (SELECT id FROM back)) s JOIN day d ON d.i >= s.lo AND d.i < s.hi
  GROUP BY s.id, d.i
), checked AS (
  SELECT k.id, c.checked_on FROM loan_use_check c JOIN contract k USING (contract_no)
), due AS (
  SELECT f.id, greatest(f.lo, nth(f.first_on + 30)) AS lo, f.hi, coalesce(bool_or(c.checked_on BETWEEN f.first_on AND f.first_on + 30), false)::INT AS in_time
  FROM first f LEFT JOIN checked c USING (id) WHERE nth(f.first_on + 30) < f.hi GROUP BY f.id, f.first_on, f.lo, f.hi
), part AS (
  SELECT s.place, greatest(x.lo, s.lo) AS lo, least(x.hi, s.hi) AS hi, x.in_time FROM due x JOIN span s ON s.id = x.id AND s.lo < x.hi AND s.hi > x.lo
)
SELECT place, i, sum(s)::BIGINT AS use_check_due, sum(s * in_time)::BIGINT AS use_check_in_time
FROM (SELECT place, lo AS i, 1 AS s, in_time FROM part UNION ALL SELECT place, hi, -1, in_time FROM part WHERE hi < getvariable('n'))
GROUP BY place, i;

-- ------------------------------------------------------------------ deposits
CREATE TEMP TABLE saver AS
SELECT (row_number() OVER ())::INT AS id, customer_code, o.branch_code
FROM (SELECT customer_code, any_value(office_code) AS office_code FROM deposit_ledger GROUP BY customer_code) JOIN transaction_office o USING (office_code);

CREATE TEMP TABLE saver_span AS
SELECT v.id, p.place, s.lo, s.hi
FROM saver v JOIN customer_span s USING (customer_code) JOIN place p ON p.group_code = s.group_code AND p.group_code <> ''
UNION ALL
SELECT v.id, p.place, coalesce(s.lo, 0), coalesce(s.hi, getvariable('n'))
FROM saver v LEFT JOIN customer_span s USING (customer_code) JOIN place p ON p.branch_code = v.branch_code AND p.union_code = '98' WHERE coalesce(s.group_code, '') = '';

CREATE TEMP TABLE saving AS -- kinds: 1 opening, 2 deposit, 3 interest, 4 withdrawal or offset; the amount is what it does to the balance
SELECT v.id, e.i, e.kind, CASE WHEN (e.kind <= 3) = e.forth THEN e.amount ELSE -e.amount END AS amount, e.entry_id
FROM (
  SELECT customer_code, month_of(posted_on)::TINYINT AS i, CASE entry_type WHEN 'deposit' THEN 2 WHEN 'interest' THEN 3 WHEN 'opening' THEN 1 ELSE 4 END::TINYINT AS kind,
    reverses_entry_id IS NULL AS forth, amount, entry_id
  FROM deposit_ledger
) e JOIN saver v USING (customer_code);

CREATE TEMP TABLE saved AS
SELECT s.place, e.i, (sum(amount) FILTER (kind = 1))::BIGINT AS opened, (sum(amount) FILTER (kind IN (2, 3)))::BIGINT AS paid_in, (-sum(amount) FILTER (kind = 4))::BIGINT AS paid_out
FROM saving e JOIN saver_span s ON s.id = e.id AND e.i >= s.lo AND e.i < s.hi GROUP BY ALL;

CREATE TEMP TABLE carried_deposit AS -- balances of savers who change place
WITH change AS (
  SELECT a.place AS away, b.place AS here, b.lo AS i, (x.union_code <> y.union_code)::INT AS across, sum(e.amount) AS balance
  FROM saver_span a JOIN saver_span b ON b.id = a.id AND b.lo = a.hi AND b.place <> a.place JOIN saving e ON e.id = a.id AND e.i < b.lo
  JOIN place x ON x.place = a.place JOIN place y ON y.place = b.place GROUP BY ALL
)
SELECT place, i, sum(moved_in)::BIGINT AS deposits_moved_in, sum(moved_out)::BIGINT AS deposits_moved_out, sum(moved_in * across)::BIGINT AS union_deposits_in, sum(moved_out * across)::BIGINT AS union_deposits_out
FROM (SELECT here AS place, i, balance AS moved_in, 0 AS moved_out, across FROM change UNION ALL SELECT away, i, 0, balance, across FROM change)
GROUP BY place, i;

-- ------------------------------------------------------------------ members and their habits: a bit per as-of day
CREATE TEMP TABLE habit AS
SELECT id, min(i) AS lo, coalesce(bit_or(1::BIGINT << i) FILTER (kind = 2), 0) AS months, count(*) FILTER (kind = 2) AS deposits,
  bool_or(kind = 1) AS opened, bool_or(amount < 0 AND kind <= 2) AS taken_back
FROM saving GROUP BY id;

CREATE TEMP TABLE odd_habit AS -- of savers with a deposit or opening taken back, as it stood on each day
WITH back AS (
  SELECT e.id, e.kind, e.i AS lo, nth(r.posted_on) AS hi
  FROM (SELECT reverses_entry_id AS entry_id, posted_on FROM deposit_ledger WHERE reverses_entry_id IS NOT NULL) r JOIN saving e USING (entry_id) WHERE e.kind <= 2
), piece AS (
  SELECT id, kind, lo, hi, count(*) AS entries FROM back GROUP BY ALL
  UNION ALL
  SELECT s.id, s.kind, s.i, getvariable('n'), s.entries - coalesce(b.entries, 0)
  FROM (SELECT id, kind, i, count(*) AS entries FROM saving WHERE kind <= 2 AND amount > 0 AND id IN (SELECT id FROM back) GROUP BY ALL) s
  LEFT JOIN (SELECT id, kind, lo, count(*) AS entries FROM back GROUP BY ALL) b ON b.id = s.id AND b.kind = s.kind AND b.lo = s.i
), told AS (
  SELECT p.id, d.i, coalesce(sum(entries) FILTER (kind = 2), 0) = 1 AND coalesce(sum(entries) FILTER (kind = 1), 0) = 0 AS once,
    coalesce(bit_or(1::BIGINT << p.lo) FILTER (kind = 2), 0) AS months
  FROM piece p JOIN day d ON d.i >= p.lo AND d.i < p.hi WHERE entries > 0 GROUP BY ALL
)
SELECT id, bit_or(CASE WHEN i >= 2 AND (months >> (i - 2)) & 7 = 7 THEN 1::BIGINT << i ELSE 0 END) AS regular, bit_or(CASE WHEN once THEN 1::BIGINT << i ELSE 0 END) AS once
FROM told GROUP BY id;

CREATE TEMP TABLE saver_day AS -- the days on which a saver has a balance, saves regularly, has saved once
WITH dry AS ( -- only a month that takes something away can empty an account
  SELECT DISTINCT id FROM (
    SELECT s.id FROM (SELECT DISTINCT id, i FROM saving WHERE amount < 0) l JOIN saving s ON s.id = l.id AND s.i <= l.i GROUP BY s.id, l.i HAVING sum(s.amount) <= 0
  )
), held AS (
  SELECT id, bit_or(days(i, hi)) AS days
  FROM (
    SELECT id, i, sum(sum(amount)) OVER (PARTITION BY id ORDER BY i) > 0 AS has, lead(i, 1, getvariable('n')) OVER (PARTITION BY id ORDER BY i) AS hi
    FROM saving WHERE id IN (SELECT id FROM dry) GROUP BY id, i
  ) WHERE has GROUP BY id
), twice AS ( -- more than one deposit in the first month
  SELECT s.id FROM saving s JOIN habit a ON a.id = s.id WHERE s.kind = 2 AND NOT a.opened AND a.deposits > bit_count(a.months) AND a.months & days(0, s.i) = 0 GROUP BY s.id HAVING count(*) > 1
), began AS (
  SELECT *, months & -months AS first, CASE WHEN months & (months - 1) = 0 THEN 1::BIGINT << getvariable('n') ELSE (months & (months - 1)) & -(months & (months - 1)) END AS second FROM habit
)
SELECT a.id, CASE WHEN q.id IS NULL THEN days(a.lo, getvariable('n')) ELSE coalesce(h.days, 0) END AS has,
  CASE WHEN a.taken_back THEN coalesce(o.regular, 0) ELSE a.months & (a.months << 1) & (a.months << 2) END AS regular,
  CASE WHEN a.taken_back THEN coalesce(o.once, 0) WHEN a.opened OR t.id IS NOT NULL OR a.months = 0 THEN 0 ELSE a.second - a.first END & has AS once
FROM began a LEFT JOIN odd_habit o USING (id) LEFT JOIN twice t USING (id) LEFT JOIN dry q USING (id) LEFT JOIN held h USING (id);

CREATE TEMP TABLE membership AS -- members, and what they are, as comings and goings
WITH member AS (
  SELECT m.customer_code, p.place, nth(m.valid_from) AS lo, nth(m.valid_to) AS hi
  FROM group_membership m JOIN place p USING (group_code) WHERE m.valid_from <= getvariable('through') AND nth(m.valid_to) > nth(m.valid_from)
), known AS (
  SELECT m.place, d.has & days(m.lo, m.hi) AS has, d.regular & days(m.lo, m.hi) AS regular, d.once & days(m.lo, m.hi) AS once
  FROM member m JOIN saver v USING (customer_code) JOIN saver_day d USING (id)
), turn AS (
  SELECT place, has & ~(has << 1) AS has, ~has & (has << 1) AS has_not, regular & ~(regular << 1) AS regular, ~regular & (regular << 1) AS regular_not,
    once & ~(once << 1) AS once, ~once & (once << 1) AS once_not
  FROM known
), edge AS (
  SELECT place, lo AS i, 1 AS members, 0 AS savers, 0 AS regular, 0 AS once FROM member
  UNION ALL SELECT place, hi, -1, 0, 0, 0 FROM member WHERE hi < getvariable('n')
  UNION ALL
  SELECT t.place, d.i, 0, ((t.has >> d.i) & 1) - ((t.has_not >> d.i) & 1), ((t.regular >> d.i) & 1) - ((t.regular_not >> d.i) & 1), ((t.once >> d.i) & 1) - ((t.once_not >> d.i) & 1)
  FROM turn t JOIN day d ON ((t.has | t.has_not | t.regular | t.regular_not | t.once | t.once_not) >> d.i) & 1 = 1
)
SELECT place, i, sum(members)::BIGINT AS members, sum(savers)::BIGINT AS savers, sum(regular)::BIGINT AS regular, sum(once)::BIGINT AS once FROM edge GROUP BY place, i;

-- ------------------------------------------------------------------ group_month: everything on one spine, running sums along it
CREATE TABLE group_month AS
WITH loan AS ( -- the flows of nearly every place and month
  SELECT place, i, (sum(amount) FILTER (code = coded(7, 0, 1)))::BIGINT AS disbursed, (sum(amount) FILTER (code = coded(6, 1, 0)))::BIGINT AS collected_in_term,
    (sum(amount) FILTER (code = coded(1, 0, 1)))::BIGINT AS interest_due_in_term, (sum(amount) FILTER (code = coded(2, 1, 0)))::BIGINT AS interest_paid_in_term
  FROM movement WHERE code IN (coded(7, 0, 1), coded(6, 1, 0), coded(1, 0, 1), coded(2, 1, 0)) GROUP BY place, i
), rare AS (
  SELECT place, i,
    (sum(amount) FILTER (code = coded(8, 0, 1)))::BIGINT AS brought_forward_in_term, (sum(amount) FILTER (code = coded(8, 0, 2)))::BIGINT AS brought_forward_overdue, (sum(amount) FILTER (code = coded(8, 0, 3)))::BIGINT AS brought_forward_frozen,
    (sum(amount) FILTER (code = coded(6, 2, 0)))::BIGINT AS collected_overdue, (sum(amount) FILTER (code = coded(6, 3, 0)))::BIGINT AS collected_frozen,
    (sum(amount) FILTER (code = coded(12, 0, 1)))::BIGINT AS rebooked_in, (sum(amount) FILTER (code = coded(11, 1, 0)))::BIGINT AS rebooked_out,
    (-sum(amount) FILTER (code = coded(11, 2, 0)))::BIGINT AS rebooked_overdue, (-sum(amount) FILTER (code = coded(11, 3, 0)))::BIGINT AS rebooked_frozen,
    (sum(amount) FILTER (code = coded(9, 1, 0)))::BIGINT AS written_off_in_term, (sum(amount) FILTER (code = coded(9, 2, 0)))::BIGINT AS written_off_overdue, (sum(amount) FILTER (code = coded(9, 3, 0)))::BIGINT AS written_off_frozen,
    (sum(amount) FILTER (code = coded(5, 1, 2)))::BIGINT AS in_term_to_overdue, (sum(amount) FILTER (code = coded(5, 1, 3)))::BIGINT AS in_term_to_frozen,
    (sum(amount) FILTER (code = coded(5, 2, 1)))::BIGINT AS overdue_to_in_term, (sum(amount) FILTER (code = coded(5, 2, 3)))::BIGINT AS overdue_to_frozen,
    (sum(amount) FILTER (code = coded(5, 3, 1)))::BIGINT AS frozen_to_in_term, (sum(amount) FILTER (code = coded(5, 3, 2)))::BIGINT AS frozen_to_overdue,
    (sum(amount) FILTER (code = coded(4, 0, 1)))::BIGINT AS interest_brought_in_term, (sum(amount) FILTER (code = coded(4, 0, 2)))::BIGINT AS interest_brought_overdue,
    (sum(amount) FILTER (code = coded(1, 0, 2)))::BIGINT AS interest_due_overdue, (sum(amount) FILTER (code = coded(2, 2, 0)))::BIGINT AS interest_paid_overdue,
    (sum(amount) FILTER (code = coded(3, 1, 0)))::BIGINT AS interest_waived_in_term, (sum(amount) FILTER (code = coded(3, 2, 0)))::BIGINT AS interest_waived_overdue
  FROM movement WHERE code NOT IN (coded(7, 0, 1), coded(6, 1, 0), coded(1, 0, 1), coded(2, 1, 0)) GROUP BY place, i
), came AS (
  SELECT place, i,
    (sum(amount) FILTER (NOT interest AND class = 1))::BIGINT AS came_in_term, (sum(amount) FILTER (interest AND class = 1))::BIGINT AS came_interest_in_term, (sum(amount) FILTER (interest AND class = 2))::BIGINT AS came_interest_overdue,
    (sum(moved_in) FILTER (NOT interest))::BIGINT AS moved_in, (sum(moved_out) FILTER (NOT interest))::BIGINT AS moved_out,
    (sum(moved_in) FILTER (NOT interest AND across))::BIGINT AS union_moved_in, (sum(moved_out) FILTER (NOT interest AND across))::BIGINT AS union_moved_out
  FROM carried GROUP BY place, i
), score AS (
  SELECT d.i, s.group_code, (overdue_points + session_points + interest_points + due_points + deposit_points + saver_points)::INT AS score
  FROM group_score s JOIN day d ON d.score_month = s.month_end
), spine AS (
  SELECT p.place, p.branch_code, p.group_code, p.union_code, p.commune_code, coalesce(o.office_code, '') AS office_code, d.i, d.as_of, s.score, (p.consolidated IS NOT DISTINCT FROM d.i)::INT AS groups_consolidated,
    COLUMNS(l.* EXCLUDE (place, i)), COLUMNS(r.* EXCLUDE (place, i)), COLUMNS(c.* EXCLUDE (place, i)), COLUMNS(a.* EXCLUDE (place, i)), COLUMNS(x.* EXCLUDE (place, i)), n.loans, h.more_loans, t.turns,
    f.due AS due_principal, f.collected AS due_collected, f.due_ytd, f.collected_ytd, u.use_check_due, u.use_check_in_time, v.opened, v.paid_in, v.paid_out, COLUMNS(w.* EXCLUDE (place, i)), m.members, m.savers, m.regular, m.once
  FROM place p CROSS JOIN day d
  LEFT JOIN loan l ON l.place = p.place AND l.i = d.i LEFT JOIN rare r ON r.place = p.place AND r.i = d.i LEFT JOIN came c ON c.place = p.place AND c.i = d.i
  LEFT JOIN late a ON a.place = p.place AND a.i = d.i LEFT JOIN inactive x ON x.place = p.place AND x.i = d.i
  LEFT JOIN counted n ON n.place = p.place AND n.i = d.i LEFT JOIN household h ON h.place = p.place AND h.i = d.i LEFT JOIN lending_turn t ON t.place = p.place AND t.i = d.i
  LEFT JOIN fallen f ON f.place = p.place AND f.i = d.i LEFT JOIN use_check u ON u.place = p.place AND u.i = d.i
  LEFT JOIN saved v ON v.place = p.place AND v.i = d.i LEFT JOIN carried_deposit w ON w.place = p.place AND w.i = d.i LEFT JOIN membership m ON m.place = p.place AND m.i = d.i
  LEFT JOIN score s ON s.group_code = p.group_code AND s.i = d.i LEFT JOIN office o ON o.commune_code = p.commune_code AND o.i = d.i
), running AS (
  SELECT as_of, branch_code, group_code, union_code, commune_code, office_code, score,
    (sum(coalesce(brought_forward_in_term, 0) + coalesce(disbursed, 0) + coalesce(rebooked_in, 0) + coalesce(overdue_to_in_term, 0) + coalesce(frozen_to_in_term, 0) + coalesce(came_in_term, 0)
      - coalesce(collected_in_term, 0) - coalesce(rebooked_out, 0) - coalesce(written_off_in_term, 0) - coalesce(in_term_to_overdue, 0) - coalesce(in_term_to_frozen, 0)) OVER w)::BIGINT AS in_term,
    coalesce(overdue, 0) AS overdue, coalesce(frozen, 0) AS frozen,
    (sum(coalesce(interest_brought_in_term, 0) + coalesce(interest_due_in_term, 0) - coalesce(interest_paid_in_term, 0) - coalesce(interest_waived_in_term, 0) + coalesce(came_interest_in_term, 0)) OVER w)::BIGINT AS unpaid_interest_in_term,
    (sum(coalesce(interest_brought_overdue, 0) + coalesce(interest_due_overdue, 0) - coalesce(interest_paid_overdue, 0) - coalesce(interest_waived_overdue, 0) + coalesce(came_interest_overdue, 0)) OVER w)::BIGINT AS unpaid_interest_overdue,
    (sum(loans) OVER w)::BIGINT AS loans, (sum(coalesce(loans, 0) - coalesce(more_loans, 0)) OVER w)::BIGINT AS households_with_debt, overdue_loans, frozen_loans,
    par_1_loans, par_30_loans, par_90_loans, par_180_loans, par_1, par_30, par_90, par_180, forgotten_transfers, forgotten_amount,
    inactive_3_loans, inactive_6_loans, inactive_12_loans, inactive_3, inactive_6, inactive_12,
    (sum(use_check_due) OVER w)::BIGINT AS use_check_due, (sum(use_check_in_time) OVER w)::BIGINT AS use_check_in_time,
    due_principal, due_collected, (sum(due_ytd) OVER w)::BIGINT AS due_principal_ytd, (sum(collected_ytd) OVER w)::BIGINT AS due_collected_ytd,
    brought_forward_in_term, brought_forward_overdue, brought_forward_frozen, disbursed, collected_in_term, collected_overdue, collected_frozen,
    coalesce(rebooked_in, 0) - coalesce(rebooked_out, 0) AS rebooked_in_term, rebooked_overdue, rebooked_frozen,
    written_off_in_term, written_off_overdue, written_off_frozen, in_term_to_overdue, in_term_to_frozen, overdue_to_in_term, overdue_to_frozen, frozen_to_in_term, frozen_to_overdue,
    interest_brought_in_term, interest_brought_overdue, interest_due_in_term, interest_due_overdue, interest_paid_in_term, interest_paid_overdue, interest_waived_in_term, interest_waived_overdue,
    turns AS lending_turns, moved_in, moved_out, union_moved_in, union_moved_out,
    (sum(members) OVER w)::BIGINT AS members, (sum(savers) OVER w)::BIGINT AS savers, (sum(regular) OVER w)::BIGINT AS regular_savers, (sum(once) OVER w)::BIGINT AS one_time_savers,
    (sum(coalesce(opened, 0) + coalesce(paid_in, 0) - coalesce(paid_out, 0) + coalesce(deposits_moved_in, 0) - coalesce(deposits_moved_out, 0)) OVER w)::BIGINT AS deposit_balance,
    opened AS deposits_brought_forward, paid_in AS deposits_in, paid_out AS deposits_out, deposits_moved_in, deposits_moved_out, union_deposits_in, union_deposits_out, groups_consolidated
  FROM spine WINDOW w AS (PARTITION BY place ORDER BY i ROWS UNBOUNDED PRECEDING)
)
SELECT *, in_term + overdue + frozen AS outstanding,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 THEN 1 ELSE 0 END AS groups_with_debt,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND deposit_balance > 0 THEN 1 ELSE 0 END AS deposit_groups,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND households_with_debt < 20 THEN 1 ELSE 0 END AS small_groups,
  CASE WHEN group_code <> '' AND overdue > 0 THEN 1 ELSE 0 END AS overdue_groups,
  CASE WHEN group_code <> '' AND overdue * 50 > in_term + overdue + frozen THEN 1 ELSE 0 END AS over_2pct_groups,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND score >= 85 THEN 1 ELSE 0 END AS rating_good,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND score BETWEEN 70 AND 84 THEN 1 ELSE 0 END AS rating_fair,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND score BETWEEN 50 AND 69 THEN 1 ELSE 0 END AS rating_average,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND score < 50 THEN 1 ELSE 0 END AS rating_weak,
  CASE WHEN group_code <> '' AND in_term + overdue + frozen > 0 AND score IS NULL THEN 1 ELSE 0 END AS rating_unrated
FROM running;

CREATE TABLE union_month AS
SELECT * EXCLUDE (union_moved_in, union_moved_out, union_deposits_in, union_deposits_out)
  REPLACE (union_moved_in AS moved_in, union_moved_out AS moved_out, union_deposits_in AS deposits_moved_in, union_deposits_out AS deposits_moved_out)
FROM (
  SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, group_code, union_code, commune_code, office_code, score)))
  FROM group_month GROUP BY as_of, branch_code, union_code
);
