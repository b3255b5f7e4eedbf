-- doc: seasonality
-- grain: as_of, union_code, indicator, month
WITH whole AS (
  SELECT DISTINCT year(as_of) AS y FROM day
  WHERE make_date(year(as_of), 12, 31) IN (SELECT as_of FROM day)
    AND least((SELECT min(posted_on) FROM src.loan_ledger), (SELECT min(posted_on) FROM src.deposit_ledger)) <= make_date(year(as_of), 1, 7)
), flow AS (
  SELECT as_of, union_code, 'disbursed' AS indicator, sum(disbursed) AS amount FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'lending_turns', sum(lending_turns) FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'collected', sum(collected_in_term) + sum(collected_overdue) + sum(collected_frozen) FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'interest_due', sum(interest_due_in_term) + sum(interest_due_overdue) FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'interest_paid', sum(interest_paid_in_term) + sum(interest_paid_overdue) FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'moved_to_overdue', sum(in_term_to_overdue) + sum(frozen_to_overdue) FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'written_off', sum(written_off_in_term) + sum(written_off_overdue) + sum(written_off_frozen) FROM loan_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'deposits_in', sum(deposited) + sum(interest) FROM deposit_month GROUP BY ALL
  UNION ALL SELECT as_of, union_code, 'deposits_out', sum(withdrawn) + sum(offset_loan) FROM deposit_month GROUP BY ALL
), kept AS (
  SELECT * FROM flow WHERE union_code IN (SELECT union_code FROM union_list)
), total AS (
  SELECT e.y AS until, u.union_code, u.union_name, i.indicator, m.month, (SELECT count(*) FROM whole w WHERE w.y <= e.y) AS years,
    coalesce((SELECT sum(k.amount) FROM kept k WHERE k.indicator = i.indicator AND u.union_code IN ('00', k.union_code) AND month(k.as_of) = m.month AND year(k.as_of) <= e.y AND year(k.as_of) IN (SELECT y FROM whole)), 0) AS total
  FROM whole e, (SELECT DISTINCT union_code, union_name FROM trend_row) u,
    (VALUES ('disbursed'), ('lending_turns'), ('collected'), ('interest_due'), ('interest_paid'), ('moved_to_overdue'), ('written_off'), ('deposits_in'), ('deposits_out')) i(indicator),
    (SELECT unnest(range(1, 13)) AS month) m
)
SELECT make_date(t.until, 12, 31) AS as_of, t.union_code, t.union_name, t.indicator, t.month, t.years, t.total,
  CASE WHEN y.total <> 0 THEN (t.total * 12)::DOUBLE / y.total::DOUBLE END AS index,
  y.total < t.years * if(t.indicator = 'lending_turns', 20, 100000000) AS small_base
FROM total t JOIN (SELECT until, union_code, indicator, sum(total) AS total FROM total GROUP BY ALL) y ON y.until = t.until AND y.union_code = t.union_code AND y.indicator = t.indicator
WHERE t.union_code <> '98' OR EXISTS (SELECT 1 FROM total z WHERE z.until = t.until AND z.union_code = '98' AND z.total <> 0)
