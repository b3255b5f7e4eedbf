-- doc: lending turns of the month: day-ends on which a contract without opening got its first standing disbursement, less those on which it lost the last
-- grain: as_of, contract_no, for contracts with a turn
WITH moment AS (
  SELECT DISTINCT contract_no, posted_on FROM loan_entry WHERE entry_type IN ('opening', 'disbursement')
), lasting AS (
  SELECT *, coalesce(taken_back_on, DATE '9999-12-31') AS until FROM loan_entry WHERE NOT reversal AND entry_type IN ('opening', 'disbursement')
), held AS (
  SELECT m.contract_no, m.posted_on,
    (bool_or(e.entry_type = 'disbursement' AND NOT e.rebooking) AND NOT bool_or(e.entry_type = 'opening'))::INT AS lent
  FROM moment m
  LEFT JOIN lasting e ON e.contract_no = m.contract_no AND e.posted_on <= m.posted_on AND e.until > m.posted_on
  GROUP BY m.contract_no, m.posted_on
), turn AS (
  SELECT contract_no, posted_on, coalesce(lent, 0) - lag(coalesce(lent, 0), 1, 0) OVER (PARTITION BY contract_no ORDER BY posted_on) AS turns
  FROM held
)
SELECT d.as_of, t.contract_no, sum(t.turns) AS lending_turns
FROM day d JOIN turn t ON t.posted_on BETWEEN d.month_start AND d.as_of
GROUP BY d.as_of, t.contract_no
