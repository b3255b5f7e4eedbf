-- doc: the best DuckDB SQL found for group_month and union_month from the raw Parquet: no row per contract and month is ever made
-- grain: as_of, branch_code, group_code, union_code in table group_month; as_of, branch_code, union_code in union_month
-- needs: views branch .. group_score over the raw tables, variable through, the last day taken; the ledgers hold no entry after it
--
-- A balance of a group is the running sum of what was posted in it and what came and went with its
-- contracts. A count is the running sum of +1 when a contract (household) enters a condition and -1
-- when it leaves. Activity is a bit per month and contract. Only what happens costs time.
--
-- Shapes tried before, processor seconds for their first half only (balances, cover and last activity
-- per contract and month of 4.5 M loan entries; no flows, no groups, no deposits), where all of this
-- file takes 12: month spine and windows 10.4; month spine and ASOF join 11.2; changed months held by
-- lead() and unnest 8.3; lists per contract 9.5 before anything is summed.

CREATE TEMP TABLE day AS
WITH span AS (
  SELECT least((SELECT min(posted_on) FROM loan_ledger), (SELECT min(posted_on) FROM deposit_ledger)) AS first_on,
    getvariable('through') AS through
), month AS (
  SELECT unnest(generate_series(date_trunc('month', first_on)::TIMESTAMP, through::TIMESTAMP, INTERVAL 1 MONTH))::DATE AS month_start, through FROM span
)
SELECT (row_number() OVER (ORDER BY month_start) - 1)::INT AS i, least(last_day(month_start), through) AS as_of, month_start,
  CASE WHEN last_day(month_start) <= through THEN last_day(month_start) ELSE month_start - 1 END AS score_month,
  (least(last_day(month_start), through) - INTERVAL 3 MONTH)::DATE AS cut_3,
  (least(last_day(month_start), through) - INTERVAL 6 MONTH)::DATE AS cut_6,
  (least(last_day(month_start), through) - INTERVAL 12 MONTH)::DATE AS cut_12
FROM month;
SET VARIABLE n = (SELECT count(*)::INT FROM day);
SET VARIABLE first_month = (SELECT year(month_start) * 12 + month(month_start) FROM day WHERE i = 0);
-- number of the first as-of day on or after a day; n when there is none
CREATE TEMP MACRO nth(d) AS (CASE WHEN d IS NULL OR d > getvariable('through') THEN getvariable('n') ELSE greatest(0, year(d) * 12 + month(d) - getvariable('first_month')) END)::INT;

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

CREATE TEMP TABLE customer_span AS
WITH period AS (
  SELECT customer_code, group_code, nth(valid_from) AS lo, nth(valid_to) AS hi,
    nth(lead(valid_from) OVER (PARTITION BY customer_code ORDER BY valid_from)) AS next_lo,
    row_number() OVER (PARTITION BY customer_code ORDER BY valid_from) = 1 AS first
  FROM group_membership WHERE valid_from <= getvariable('through')
), piece AS (
  SELECT customer_code, group_code, lo, hi FROM period WHERE hi > lo
  UNION ALL SELECT customer_code, '', 0, lo FROM period WHERE first AND lo > 0
  UNION ALL
  SELECT p.customer_code, p.group_code, p.hi, least(p.next_lo, greatest(p.hi, nth(g.closed_on)))
  FROM period p JOIN savings_group g USING (group_code) WHERE p.next_lo > p.hi AND least(p.next_lo, greatest(p.hi, nth(g.closed_on))) > p.hi
  UNION ALL
  SELECT p.customer_code, h.heir, h.i, h.i + 1
  FROM period p JOIN heir h ON h.group_code = p.group_code AND h.i >= p.hi AND h.i < p.next_lo WHERE p.next_lo > p.hi
), island AS (
  SELECT *, sum((group_code IS DISTINCT FROM before)::INT) OVER (PARTITION BY customer_code ORDER BY lo) AS number
  FROM (SELECT *, lag(group_code) OVER (PARTITION BY customer_code ORDER BY lo) AS before FROM piece)
)
SELECT customer_code, any_value(group_code) AS group_code, min(lo)::TINYINT AS lo, max(hi)::TINYINT AS hi FROM island GROUP BY customer_code, number;

CREATE TEMP TABLE contract AS
SELECT (row_number() OVER ())::INT AS id, k.contract_no, k.customer_code, k.lending_method = '2' AS entrusted, k.session_maturity_on,
  coalesce(p.short_name = 'HSSV', false) AS student, o.branch_code
FROM loan_contract k LEFT JOIN loan_programme p USING (programme_code) LEFT JOIN transaction_office o USING (office_code);

-- a place is a row of group_month, numbered
CREATE TEMP TABLE place AS
SELECT (row_number() OVER ())::INT AS place, branch_code, group_code, union_code
FROM (
  SELECT DISTINCT coalesce(o.branch_code, '') AS branch_code, g.group_code, g.union_code
  FROM savings_group g LEFT JOIN (SELECT commune_code, any_value(office_code) AS office_code FROM commune GROUP BY ALL) c USING (commune_code)
  LEFT JOIN transaction_office o USING (office_code)
  UNION ALL SELECT branch_code, '', u FROM branch, (VALUES ('98'), ('99')) AS v(u)
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

-- ------------------------------------------------------------------ the ledger once, narrow; a reversal has the classes of what it takes back
CREATE TEMP TABLE entry AS
SELECT k.id, (year(e.posted_on) * 12 + month(e.posted_on) - getvariable('first_month'))::TINYINT AS i, e.posted_on,
  CASE e.entry_type WHEN 'interest_due' THEN 1 WHEN 'interest_paid' THEN 2 WHEN 'interest_waived' THEN 3 WHEN 'interest_opening' THEN 4
    WHEN 'transfer' THEN 5 WHEN 'repayment' THEN 6 WHEN 'disbursement' THEN 7 WHEN 'opening' THEN 8 WHEN 'write_off' THEN 9 ELSE 10 END::UTINYINT AS kind,
  CASE CASE WHEN e.reverses_entry_id IS NULL THEN e.from_class ELSE e.to_class END WHEN 'in_term' THEN 1 WHEN 'overdue' THEN 2 WHEN 'frozen' THEN 3 ELSE 0 END::UTINYINT AS f,
  CASE CASE WHEN e.reverses_entry_id IS NULL THEN e.to_class ELSE e.from_class END WHEN 'in_term' THEN 1 WHEN 'overdue' THEN 2 WHEN 'frozen' THEN 3 ELSE 0 END::UTINYINT AS t,
  e.rebooking, CASE WHEN e.reverses_entry_id IS NULL THEN e.amount ELSE -e.amount END AS amount
FROM loan_ledger e JOIN contract k USING (contract_no);

CREATE TEMP TABLE rare AS -- the entries that have to be looked at one by one
SELECT k.id, e.entry_id, e.posted_on, e.entry_type, e.rebooking, e.new_maturity_on, e.reverses_entry_id
FROM loan_ledger e JOIN contract k USING (contract_no)
WHERE e.reverses_entry_id IS NOT NULL OR e.entry_type IN ('extension', 'opening', 'disbursement');

-- what happens to a place in a month: flows of its contracts, by kind and classes; kind 20 comes in, 21 goes out
CREATE TEMP TABLE movement AS
SELECT s.place, e.i, e.kind, e.f, e.t, e.rebooking, sum(e.amount)::BIGINT AS amount
FROM entry e JOIN span s ON s.id = e.id AND e.i >= s.lo AND e.i < s.hi
GROUP BY ALL;

CREATE TEMP TABLE carried AS -- balances of contracts that change place, as the ledger built them up before
WITH change AS (
  SELECT a.id, a.place AS away, b.place AS here, b.lo AS i FROM span a JOIN span b ON b.id = a.id AND b.lo = a.hi AND b.place <> a.place
), balance AS (
  SELECT c.away, c.here, c.i, e.kind <= 4 AS interest, e.f, e.t, sum(e.amount) AS amount FROM entry e JOIN change c ON c.id = e.id AND e.i < c.i
  WHERE e.kind <> 10 GROUP BY ALL
), net AS (
  SELECT away, here, i, interest, class, a.union_code <> h.union_code AS across, sum(CASE WHEN t = class THEN amount ELSE 0 END - CASE WHEN f = class THEN amount ELSE 0 END) AS amount
  FROM balance CROSS JOIN (VALUES (1), (2), (3)) AS v(class) JOIN place a ON a.place = away JOIN place h ON h.place = here GROUP BY ALL
)
SELECT here AS place, i, interest, class, across, amount, amount AS moved_in, 0 AS moved_out FROM net
UNION ALL SELECT away, i, interest, class, across, -amount, 0, amount FROM net;

-- ------------------------------------------------------------------ principal: a row per contract and month in which it changed
CREATE TEMP TABLE turned AS
SELECT id, i,
  sum(CASE WHEN t = 1 THEN amount ELSE 0 END - CASE WHEN f = 1 THEN amount ELSE 0 END) AS in_term,
  sum(CASE WHEN t = 2 THEN amount ELSE 0 END - CASE WHEN f = 2 THEN amount ELSE 0 END) AS overdue,
  sum(CASE WHEN t = 3 THEN amount ELSE 0 END - CASE WHEN f = 3 THEN amount ELSE 0 END) AS frozen,
  sum(CASE WHEN kind IN (6, 9) THEN amount ELSE 0 END) AS paid,
  sum(CASE WHEN kind = 7 THEN amount ELSE 0 END) AS lent,
  sum(CASE WHEN kind = 8 THEN amount ELSE 0 END) AS opened
FROM entry WHERE kind BETWEEN 5 AND 9
GROUP BY id, i
UNION ALL -- an extension, and the day it no longer stands, may change what is due
SELECT DISTINCT id, i, 0, 0, 0, 0, 0, 0 FROM entry e WHERE kind = 10;

CREATE TEMP TABLE extension AS
SELECT e.id, e.entry_id, e.posted_on, e.new_maturity_on, nth(e.posted_on) AS lo, nth(r.posted_on) AS hi,
  (SELECT coalesce(sum(p.amount) FILTER (p.kind IN (6, 9)), 0) FROM entry p WHERE p.id = e.id AND p.posted_on <= e.posted_on) AS paid,
  (SELECT coalesce(sum(p.amount) FILTER (p.kind = 7), 0) FROM entry p WHERE p.id = e.id AND p.posted_on <= e.posted_on) AS lent
FROM rare e
LEFT JOIN (SELECT reverses_entry_id, posted_on FROM rare WHERE entry_type = 'extension' AND reverses_entry_id IS NOT NULL) r ON r.reverses_entry_id = e.entry_id
WHERE e.entry_type = 'extension' AND e.reverses_entry_id IS NULL;

CREATE TEMP TABLE planned AS
SELECT k.id, s.due_on, sum(s.amount) OVER (PARTITION BY k.id ORDER BY s.due_on)::BIGINT AS up_to
FROM principal_schedule s JOIN contract k USING (contract_no);

CREATE TEMP TABLE state AS -- holds from lo up to hi
WITH running AS (
  SELECT id, i, sum(in_term) OVER w AS in_term, sum(overdue) OVER w AS overdue, sum(frozen) OVER w AS frozen,
    sum(paid) OVER w AS paid, sum(lent) OVER w AS lent, sum(opened) OVER w AS opened
  FROM (SELECT id, i, sum(in_term) AS in_term, sum(overdue) AS overdue, sum(frozen) AS frozen, sum(paid) AS paid, sum(lent) AS lent, sum(opened) AS opened FROM turned GROUP BY id, i)
  WINDOW w AS (PARTITION BY id ORDER BY i)
), held AS (
  SELECT r.*, lead(r.i, 1, getvariable('n')) OVER (PARTITION BY r.id ORDER BY r.i) AS hi FROM running r
), total AS (
  SELECT id, max(up_to) AS total FROM planned GROUP BY id
), covered AS (
  SELECT h.id, h.i AS lo, h.hi, h.in_term::BIGINT AS in_term, h.overdue::BIGINT AS overdue, h.frozen::BIGINT AS frozen, coalesce(p.total, 0) AS total, h.opened,
    (h.paid + CASE WHEN h.opened > 0 THEN greatest(0, coalesce(p.total, 0) - h.opened - h.lent) ELSE 0 END)::BIGINT AS covered, h.lent + h.opened AS lent
  FROM held h LEFT JOIN total p USING (id) WHERE h.in_term + h.overdue + h.frozen > 0
), next AS (
  SELECT c.*, s.due_on AS planned_on, s.up_to FROM covered c ASOF LEFT JOIN planned s ON s.id = c.id AND c.covered < s.up_to
), extended AS ( -- the few that have an extension: the last standing one on each day from which it was not covered
  SELECT n.id, n.lo, d.i,
    arg_max(x.new_maturity_on, (x.posted_on, x.entry_id)) AS maturity_on,
    arg_max(x.new_maturity_on, (x.posted_on, x.entry_id)) FILTER (n.up_to IS NOT NULL
      AND x.paid + CASE WHEN n.opened > 0 THEN greatest(0, n.total - n.opened - x.lent) ELSE 0 END < n.up_to) AS moved_to
  FROM next n JOIN extension x USING (id) JOIN day d ON d.i >= n.lo AND d.i < n.hi AND d.i >= x.lo AND d.i < x.hi
  GROUP BY ALL
), dated AS (
  SELECT n.id, n.lo, n.hi, n.in_term, n.overdue, n.frozen, n.planned_on, k.session_maturity_on AS maturity_on, n.lent > n.total AS beyond
  FROM next n JOIN contract k USING (id) WHERE n.id NOT IN (SELECT id FROM extension)
  UNION ALL
  SELECT n.id, d.i, d.i + 1, n.in_term, n.overdue, n.frozen, coalesce(e.moved_to, n.planned_on), coalesce(e.maturity_on, k.session_maturity_on), n.lent > n.total
  FROM next n JOIN contract k USING (id) JOIN day d ON d.i >= n.lo AND d.i < n.hi LEFT JOIN extended e ON e.id = n.id AND e.lo = n.lo AND e.i = d.i
  WHERE n.id IN (SELECT id FROM extension)
)
SELECT id, lo, hi, in_term, overdue, frozen, in_term + overdue + frozen AS outstanding, maturity_on,
  coalesce(planned_on, CASE WHEN beyond THEN maturity_on END) AS due_on
FROM dated;

CREATE TEMP TABLE placed AS
SELECT s.place, k.id, greatest(x.lo, s.lo) AS lo, least(x.hi, s.hi) AS hi, x.in_term, x.overdue, x.frozen, x.outstanding, x.maturity_on, x.due_on
FROM state x JOIN span s ON s.id = x.id AND s.lo < x.hi AND s.hi > x.lo JOIN contract k ON k.id = x.id;

-- ------------------------------------------------------------------ activity: a bit per month; from cut(n)'s day on a month still counts n months later
CREATE TEMP TABLE taken_back AS
SELECT DISTINCT id FROM rare WHERE reverses_entry_id IS NOT NULL AND entry_type NOT IN ('interest_due', 'interest_opening', 'transfer');

CREATE TEMP TABLE late AS
SELECT i, coalesce((SELECT day(cut_3) FROM day t WHERE t.i = d.i + 3), 99) AS late_3, coalesce((SELECT day(cut_6) FROM day t WHERE t.i = d.i + 6), 99) AS late_6,
  coalesce((SELECT day(cut_12) FROM day t WHERE t.i = d.i + 12), 99) AS late_12
FROM day d;

CREATE TEMP TABLE idle AS -- months in which the last activity lies before cut(3), cut(6), cut(12), as bits
WITH active AS (
  SELECT e.id, bit_or(1::BIGINT << e.i) AS month,
    bit_or(CASE WHEN day(e.posted_on) >= l.late_3 THEN 1::BIGINT << (e.i + 3) ELSE 0 END) AS late_3,
    bit_or(CASE WHEN day(e.posted_on) >= l.late_6 THEN 1::BIGINT << (e.i + 6) ELSE 0 END) AS late_6,
    bit_or(CASE WHEN day(e.posted_on) >= l.late_12 THEN 1::BIGINT << (e.i + 12) ELSE 0 END) AS late_12
  FROM entry e JOIN late l USING (i) WHERE e.kind NOT IN (1, 4, 5) GROUP BY e.id
), spread AS (
  SELECT id, month | (month << 1) | (month << 2) AS m3, late_3, late_6, late_12 FROM active
), wide AS (
  SELECT id, m3 | late_3 AS active_3, m3 | (m3 << 3) | late_6 AS active_6, m3 | (m3 << 3) | (m3 << 6) | (m3 << 9) | late_12 AS active_12 FROM spread
)
SELECT w.id, (~active_3 & ((1::BIGINT << getvariable('n')) - 1)) AS idle_3, ~active_6 AS idle_6, ~active_12 AS idle_12
FROM wide w JOIN contract k USING (id)
WHERE NOT k.student AND (~active_3 & ((1::BIGINT << getvariable('n')) - 1)) <> 0 AND w.id NOT IN (SELECT id FROM taken_back);

CREATE TEMP TABLE idle_taken_back AS -- contracts with a reversed activity, the long way
WITH own AS (
  SELECT k.id, e.entry_id, e.posted_on, e.reverses_entry_id, e.entry_type FROM loan_ledger e JOIN contract k USING (contract_no)
  WHERE k.id IN (SELECT id FROM taken_back) AND NOT k.student
), standing AS (
  SELECT o.id, o.posted_on AS day_from, coalesce((SELECT min(r.posted_on) FROM own r WHERE r.reverses_entry_id = o.entry_id), DATE '9999-12-31') AS day_to
  FROM own o WHERE o.reverses_entry_id IS NULL AND o.entry_type NOT IN ('interest_due', 'interest_opening', 'transfer')
)
SELECT s.id, d.i, max(s.day_from) AS last_on FROM standing s JOIN day d ON s.day_from <= d.as_of AND s.day_to > d.as_of GROUP BY s.id, d.i;

CREATE TEMP TABLE inactive AS
WITH found AS (
  SELECT p.place, d.i, p.outstanding, (x.idle_6 >> d.i) & 1 = 1 AS idle_6, (x.idle_12 >> d.i) & 1 = 1 AS idle_12
  FROM placed p JOIN idle x USING (id) JOIN day d ON d.i >= p.lo AND d.i < p.hi AND (x.idle_3 >> d.i) & 1 = 1
  WHERE p.frozen = 0
  UNION ALL
  SELECT p.place, d.i, p.outstanding, b.last_on < d.cut_6, b.last_on < d.cut_12
  FROM placed p JOIN day d ON d.i >= p.lo AND d.i < p.hi JOIN idle_taken_back b ON b.id = p.id AND b.i = d.i AND b.last_on < d.cut_3
  WHERE p.frozen = 0
)
SELECT place, i, count(*) FILTER (NOT idle_6) AS inactive_3_loans, count(*) FILTER (idle_6 AND NOT idle_12) AS inactive_6_loans, count(*) FILTER (idle_12) AS inactive_12_loans,
  sum(outstanding) FILTER (NOT idle_6) AS inactive_3, sum(outstanding) FILTER (idle_6 AND NOT idle_12) AS inactive_6, sum(outstanding) FILTER (idle_12) AS inactive_12
FROM found GROUP BY place, i;

-- ------------------------------------------------------------------ counts, as running sums of comings and goings
CREATE TEMP TABLE counted AS
WITH edge AS (
  SELECT place, unnest([
    {'i': lo, 's': 1, 'what': 0}, {'i': hi, 's': -1, 'what': 0},
    {'i': greatest(lo, nth(due_on + 1)), 's': 1, 'what': 1}, {'i': hi, 's': -1, 'what': 1},
    {'i': greatest(lo, nth(due_on + 31)), 's': 1, 'what': 2}, {'i': hi, 's': -1, 'what': 2},
    {'i': greatest(lo, nth(due_on + 91)), 's': 1, 'what': 3}, {'i': hi, 's': -1, 'what': 3},
    {'i': greatest(lo, nth(due_on + 181)), 's': 1, 'what': 4}, {'i': hi, 's': -1, 'what': 4},
    {'i': greatest(lo, nth(maturity_on + 1)), 's': 1, 'what': 5}, {'i': hi, 's': -1, 'what': 5}], max_depth := 2), lo, hi, in_term, overdue, frozen, outstanding, due_on, maturity_on
  FROM placed WHERE (due_on + 1 <= getvariable('through') AND nth(due_on + 1) < hi) OR (in_term > 0 AND nth(maturity_on + 1) < hi)
  UNION ALL
  SELECT place, unnest([{'i': lo, 's': 1, 'what': 0}, {'i': hi, 's': -1, 'what': 0}], max_depth := 2), lo, hi, in_term, overdue, frozen, outstanding, due_on, maturity_on
  FROM placed WHERE NOT coalesce((due_on + 1 <= getvariable('through') AND nth(due_on + 1) < hi) OR (in_term > 0 AND nth(maturity_on + 1) < hi), false)
), valid AS (
  SELECT * FROM edge
  WHERE i < getvariable('n') AND CASE what WHEN 0 THEN true WHEN 1 THEN greatest(lo, nth(due_on + 1)) < hi WHEN 2 THEN greatest(lo, nth(due_on + 31)) < hi
    WHEN 3 THEN greatest(lo, nth(due_on + 91)) < hi WHEN 4 THEN greatest(lo, nth(due_on + 181)) < hi ELSE in_term > 0 AND greatest(lo, nth(maturity_on + 1)) < hi END
)
SELECT place, i,
  sum(s) FILTER (what = 0) AS loans, sum(s) FILTER (what = 0 AND overdue > 0) AS overdue_loans, sum(s) FILTER (what = 0 AND frozen > 0) AS frozen_loans,
  sum(s) FILTER (what = 1) AS par_1_loans, sum(s) FILTER (what = 2) AS par_30_loans, sum(s) FILTER (what = 3) AS par_90_loans, sum(s) FILTER (what = 4) AS par_180_loans,
  sum(s * outstanding) FILTER (what = 1) AS par_1, sum(s * outstanding) FILTER (what = 2) AS par_30, sum(s * outstanding) FILTER (what = 3) AS par_90, sum(s * outstanding) FILTER (what = 4) AS par_180,
  sum(s) FILTER (what = 5) AS forgotten_transfers, sum(s * in_term) FILTER (what = 5) AS forgotten_amount
FROM valid GROUP BY place, i;

CREATE TEMP TABLE household AS -- a customer has debt from lo up to hi; entrusted and direct ones apart, all contracts of a customer share a place
WITH change AS (
  SELECT p.place, k.customer_code, unnest([{'i': p.lo, 's': 1}, {'i': p.hi, 's': -1}], max_depth := 2) FROM placed p JOIN contract k USING (id)
), running AS (
  SELECT place, customer_code, i, sum(sum(s)) OVER (PARTITION BY place, customer_code ORDER BY i) AS loans, sum(s) AS s FROM change GROUP BY place, customer_code, i
), turn AS (
  SELECT place, i, (loans > 0)::INT - (loans - s > 0)::INT AS s FROM running
)
SELECT place, i, sum(s) AS households FROM turn WHERE s <> 0 AND i < getvariable('n') GROUP BY place, i;

CREATE TEMP TABLE lending_turn AS
WITH special AS ( -- contracts with a reversed disbursement, day by day
  SELECT DISTINCT id FROM rare WHERE reverses_entry_id IS NOT NULL AND entry_type IN ('disbursement', 'opening')
), own AS (
  SELECT * FROM rare WHERE entry_type IN ('disbursement', 'opening') AND id IN (SELECT id FROM special)
), held AS (
  SELECT m.id, m.posted_on, coalesce(bool_or(o.entry_type = 'disbursement' AND NOT o.rebooking) AND NOT bool_or(o.entry_type = 'opening'), false)::INT AS lent
  FROM (SELECT DISTINCT id, posted_on FROM own) m
  LEFT JOIN (
    SELECT o.*, coalesce(r.posted_on, DATE '9999-12-31') AS back_on FROM own o LEFT JOIN (SELECT reverses_entry_id, posted_on FROM own WHERE reverses_entry_id IS NOT NULL) r ON r.reverses_entry_id = o.entry_id
    WHERE o.reverses_entry_id IS NULL
  ) o ON o.id = m.id AND o.posted_on <= m.posted_on AND o.back_on > m.posted_on
  GROUP BY ALL
), turn AS (
  SELECT id, nth(posted_on) AS i, lent - lag(lent, 1, 0) OVER (PARTITION BY id ORDER BY posted_on) AS s FROM held
  UNION ALL
  SELECT id, min(i) FILTER (kind = 7 AND NOT rebooking), 1 FROM entry WHERE kind IN (7, 8) AND id NOT IN (SELECT id FROM special) GROUP BY id
  HAVING NOT bool_or(kind = 8) AND bool_or(kind = 7 AND NOT rebooking)
)
SELECT s.place, t.i, sum(t.s) AS turns FROM turn t JOIN span s ON s.id = t.id AND t.i >= s.lo AND t.i < s.hi WHERE t.s <> 0 GROUP BY ALL;

-- ------------------------------------------------------------------ deposits and members
CREATE TEMP TABLE saver AS
SELECT (row_number() OVER ())::INT AS id, customer_code, any_value(o.branch_code) AS branch_code
FROM deposit_ledger JOIN transaction_office o USING (office_code) GROUP BY customer_code;

CREATE TEMP TABLE saver_span AS
SELECT v.id, p.place, s.lo, s.hi
FROM saver v JOIN customer_span s USING (customer_code) JOIN place p ON p.group_code = s.group_code AND p.group_code <> ''
UNION ALL
SELECT v.id, p.place, coalesce(s.lo, 0), coalesce(s.hi, getvariable('n'))
FROM saver v LEFT JOIN customer_span s USING (customer_code) JOIN place p ON p.branch_code = v.branch_code AND p.union_code = '98' WHERE coalesce(s.group_code, '') = '';

CREATE TEMP TABLE saving AS
SELECT v.id, (year(e.posted_on) * 12 + month(e.posted_on) - getvariable('first_month'))::TINYINT AS i,
  sum(CASE WHEN e.entry_type = 'opening' THEN CASE WHEN e.reverses_entry_id IS NULL THEN amount ELSE -amount END ELSE 0 END) AS opened,
  sum(CASE WHEN e.entry_type IN ('deposit', 'interest') THEN CASE WHEN e.reverses_entry_id IS NULL THEN amount ELSE -amount END ELSE 0 END) AS paid_in,
  sum(CASE WHEN e.entry_type IN ('withdrawal', 'offset') THEN CASE WHEN e.reverses_entry_id IS NULL THEN amount ELSE -amount END ELSE 0 END) AS paid_out
FROM deposit_ledger e JOIN saver v USING (customer_code)
GROUP BY ALL;

CREATE TEMP TABLE saved AS
WITH flow AS (
  SELECT s.place, e.i, sum(opened) AS opened, sum(paid_in) AS paid_in, sum(paid_out) AS paid_out, 0 AS moved_in, 0 AS moved_out, 0 AS union_moved_in, 0 AS union_moved_out
  FROM saving e JOIN saver_span s ON s.id = e.id AND e.i >= s.lo AND e.i < s.hi GROUP BY ALL
), change AS (
  SELECT a.place AS away, b.place AS here, b.lo AS i, x.union_code <> y.union_code AS across, sum(e.opened + e.paid_in - e.paid_out) AS balance
  FROM saver_span a JOIN saver_span b ON b.id = a.id AND b.lo = a.hi AND b.place <> a.place JOIN saving e ON e.id = a.id AND e.i < b.lo
  JOIN place x ON x.place = a.place JOIN place y ON y.place = b.place GROUP BY ALL
)
SELECT place, i, sum(opened) AS opened, sum(paid_in) AS paid_in, sum(paid_out) AS paid_out, sum(moved_in) AS moved_in, sum(moved_out) AS moved_out,
  sum(union_moved_in) AS union_moved_in, sum(union_moved_out) AS union_moved_out
FROM (
  SELECT * FROM flow
  UNION ALL SELECT here, i, 0, 0, 0, balance, 0, balance * across::INT, 0 FROM change
  UNION ALL SELECT away, i, 0, 0, 0, 0, balance, 0, balance * across::INT FROM change
)
GROUP BY place, i;

CREATE TEMP TABLE membership AS -- members, and savers among them: both as comings and goings
WITH member AS (
  SELECT m.customer_code, p.place, nth(m.valid_from) AS lo, nth(m.valid_to) AS hi
  FROM group_membership m JOIN place p USING (group_code) WHERE m.valid_from <= getvariable('through') AND nth(m.valid_to) > nth(m.valid_from)
), running AS (
  SELECT id, i, sum(opened + paid_in - paid_out) OVER (PARTITION BY id ORDER BY i) > 0 AS has FROM saving
), turn AS (
  SELECT id, i, has FROM (SELECT id, i, has, lag(has, 1, false) OVER (PARTITION BY id ORDER BY i) AS had FROM running) WHERE has <> had
), held AS (
  SELECT id, i AS lo, hi FROM (SELECT id, i, has, lead(i, 1, getvariable('n')) OVER (PARTITION BY id ORDER BY i) AS hi FROM turn) WHERE has
), edge AS (
  SELECT place, lo AS i, 1 AS members, 0 AS savers FROM member
  UNION ALL SELECT place, hi, -1, 0 FROM member
  UNION ALL
  SELECT m.place, unnest([greatest(m.lo, h.lo), least(m.hi, h.hi)]), 0, unnest([1, -1])
  FROM member m JOIN saver v USING (customer_code) JOIN held h ON h.id = v.id AND h.lo < m.hi AND h.hi > m.lo
)
SELECT place, i, sum(members) AS members, sum(savers) AS savers FROM edge WHERE i < getvariable('n') GROUP BY place, i;

-- ------------------------------------------------------------------ group_month: everything on one spine, running sums along it
CREATE TABLE group_month AS
WITH loan AS (
  SELECT place, i,
    sum(amount) FILTER (kind BETWEEN 5 AND 9 AND t = 1) AS to_in_term, sum(amount) FILTER (kind BETWEEN 5 AND 9 AND f = 1) AS from_in_term,
    sum(amount) FILTER (kind BETWEEN 5 AND 9 AND t = 2) AS to_overdue, sum(amount) FILTER (kind BETWEEN 5 AND 9 AND f = 2) AS from_overdue,
    sum(amount) FILTER (kind BETWEEN 5 AND 9 AND t = 3) AS to_frozen, sum(amount) FILTER (kind BETWEEN 5 AND 9 AND f = 3) AS from_frozen,
    sum(amount) FILTER (kind = 8 AND t = 1) AS brought_forward_in_term, sum(amount) FILTER (kind = 8 AND t = 2) AS brought_forward_overdue, sum(amount) FILTER (kind = 8 AND t = 3) AS brought_forward_frozen,
    sum(amount) FILTER (kind = 7 AND NOT rebooking) AS disbursed, sum(amount) FILTER (kind = 7 AND rebooking) AS rebooked_in,
    sum(amount) FILTER (kind = 6 AND NOT rebooking AND f = 1) AS collected_in_term, sum(amount) FILTER (kind = 6 AND NOT rebooking AND f = 2) AS collected_overdue,
    sum(amount) FILTER (kind = 6 AND NOT rebooking AND f = 3) AS collected_frozen,
    sum(amount) FILTER (kind = 6 AND rebooking AND f = 1) AS rebooked_out, sum(amount) FILTER (kind = 6 AND rebooking AND f = 2) AS rebooked_out_overdue, sum(amount) FILTER (kind = 6 AND rebooking AND f = 3) AS rebooked_out_frozen,
    sum(amount) FILTER (kind = 9 AND f = 1) AS written_off_in_term, sum(amount) FILTER (kind = 9 AND f = 2) AS written_off_overdue, sum(amount) FILTER (kind = 9 AND f = 3) AS written_off_frozen,
    sum(amount) FILTER (kind = 5 AND f = 1 AND t = 2) AS in_term_to_overdue, sum(amount) FILTER (kind = 5 AND f = 1 AND t = 3) AS in_term_to_frozen,
    sum(amount) FILTER (kind = 5 AND f = 2 AND t = 1) AS overdue_to_in_term, sum(amount) FILTER (kind = 5 AND f = 2 AND t = 3) AS overdue_to_frozen,
    sum(amount) FILTER (kind = 5 AND f = 3 AND t = 1) AS frozen_to_in_term, sum(amount) FILTER (kind = 5 AND f = 3 AND t = 2) AS frozen_to_overdue,
    sum(amount) FILTER (kind = 4 AND t = 1) AS interest_brought_in_term, sum(amount) FILTER (kind = 4 AND t = 2) AS interest_brought_overdue,
    sum(amount) FILTER (kind = 1 AND t = 1) AS interest_due_in_term, sum(amount) FILTER (kind = 1 AND t = 2) AS interest_due_overdue,
    sum(amount) FILTER (kind = 2 AND f = 1) AS interest_paid_in_term, sum(amount) FILTER (kind = 2 AND f = 2) AS interest_paid_overdue,
    sum(amount) FILTER (kind = 3 AND f = 1) AS interest_waived_in_term, sum(amount) FILTER (kind = 3 AND f = 2) AS interest_waived_overdue
  FROM movement GROUP BY place, i
), came AS (
  SELECT place, i,
    sum(amount) FILTER (NOT interest AND class = 1) AS came_in_term, sum(amount) FILTER (NOT interest AND class = 2) AS came_overdue, sum(amount) FILTER (NOT interest AND class = 3) AS came_frozen,
    sum(amount) FILTER (interest AND class = 1) AS came_interest_in_term, sum(amount) FILTER (interest AND class = 2) AS came_interest_overdue,
    sum(moved_in) FILTER (NOT interest) AS moved_in, sum(moved_out) FILTER (NOT interest) AS moved_out,
    sum(moved_in) FILTER (NOT interest AND across) AS union_moved_in, sum(moved_out) FILTER (NOT interest AND across) AS union_moved_out
  FROM carried GROUP BY place, i
), score AS (
  SELECT d.i, s.group_code, overdue_points + session_points + interest_points + due_points + deposit_points + saver_points AS score
  FROM group_score s JOIN day d ON d.score_month = s.month_end
), spine AS (
  SELECT p.place, p.branch_code, p.group_code, p.union_code, d.i, d.as_of, COLUMNS(l.* EXCLUDE (place, i)), COLUMNS(c.* EXCLUDE (place, i)), COLUMNS(n.* EXCLUDE (place, i)), COLUMNS(x.* EXCLUDE (place, i)),
    h.households, t.turns, v.opened, v.paid_in, v.paid_out, v.moved_in AS deposits_moved_in, v.moved_out AS deposits_moved_out, v.union_moved_in AS union_deposits_in, v.union_moved_out AS union_deposits_out, m.members, m.savers, s.score
  FROM place p CROSS JOIN day d
  LEFT JOIN loan l ON l.place = p.place AND l.i = d.i LEFT JOIN came c ON c.place = p.place AND c.i = d.i LEFT JOIN counted n ON n.place = p.place AND n.i = d.i
  LEFT JOIN inactive x ON x.place = p.place AND x.i = d.i LEFT JOIN household h ON h.place = p.place AND h.i = d.i LEFT JOIN lending_turn t ON t.place = p.place AND t.i = d.i
  LEFT JOIN saved v ON v.place = p.place AND v.i = d.i LEFT JOIN membership m ON m.place = p.place AND m.i = d.i LEFT JOIN score s ON s.group_code = p.group_code AND s.i = d.i
), running AS (
  SELECT as_of, branch_code, group_code, union_code, score,
    sum(coalesce(to_in_term, 0) - coalesce(from_in_term, 0) + coalesce(came_in_term, 0)) OVER w AS in_term,
    sum(coalesce(to_overdue, 0) - coalesce(from_overdue, 0) + coalesce(came_overdue, 0)) OVER w AS overdue,
    sum(coalesce(to_frozen, 0) - coalesce(from_frozen, 0) + coalesce(came_frozen, 0)) OVER w AS frozen,
    sum(coalesce(interest_brought_in_term, 0) + coalesce(interest_due_in_term, 0) - coalesce(interest_paid_in_term, 0) - coalesce(interest_waived_in_term, 0) + coalesce(came_interest_in_term, 0)) OVER w AS unpaid_interest_in_term,
    sum(coalesce(interest_brought_overdue, 0) + coalesce(interest_due_overdue, 0) - coalesce(interest_paid_overdue, 0) - coalesce(interest_waived_overdue, 0) + coalesce(came_interest_overdue, 0)) OVER w AS unpaid_interest_overdue,
    sum(loans) OVER w AS loans, sum(households) OVER w AS households_with_debt, sum(overdue_loans) OVER w AS overdue_loans, sum(frozen_loans) OVER w AS frozen_loans,
    sum(par_1_loans) OVER w AS par_1_loans, sum(par_30_loans) OVER w AS par_30_loans, sum(par_90_loans) OVER w AS par_90_loans, sum(par_180_loans) OVER w AS par_180_loans,
    sum(par_1) OVER w AS par_1, sum(par_30) OVER w AS par_30, sum(par_90) OVER w AS par_90, sum(par_180) OVER w AS par_180,
    sum(forgotten_transfers) OVER w AS forgotten_transfers, sum(forgotten_amount) OVER w AS forgotten_amount,
    inactive_3_loans, inactive_6_loans, inactive_12_loans, inactive_3, inactive_6, inactive_12,
    brought_forward_in_term, brought_forward_overdue, brought_forward_frozen, disbursed, collected_in_term, collected_overdue, collected_frozen,
    coalesce(rebooked_in, 0) - coalesce(rebooked_out, 0) AS rebooked_in_term, -rebooked_out_overdue AS rebooked_overdue, -rebooked_out_frozen AS rebooked_frozen,
    written_off_in_term, written_off_overdue, written_off_frozen, in_term_to_overdue, in_term_to_frozen, overdue_to_in_term, overdue_to_frozen, frozen_to_in_term, frozen_to_overdue,
    interest_brought_in_term, interest_brought_overdue, interest_due_in_term, interest_due_overdue, interest_paid_in_term, interest_paid_overdue, interest_waived_in_term, interest_waived_overdue,
    turns AS lending_turns, moved_in, moved_out, union_moved_in, union_moved_out,
    sum(members) OVER w AS members, sum(savers) OVER w AS savers,
    sum(coalesce(opened, 0) + coalesce(paid_in, 0) - coalesce(paid_out, 0) + coalesce(deposits_moved_in, 0) - coalesce(deposits_moved_out, 0)) OVER w AS deposit_balance,
    opened AS deposits_brought_forward, paid_in AS deposits_in, paid_out AS deposits_out, deposits_moved_in, deposits_moved_out, union_deposits_in, union_deposits_out
  FROM spine WINDOW w AS (PARTITION BY place ORDER BY i)
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
  SELECT as_of, branch_code, union_code, sum(COLUMNS(* EXCLUDE (as_of, branch_code, group_code, union_code, score)))
  FROM group_month GROUP BY as_of, branch_code, union_code
);
