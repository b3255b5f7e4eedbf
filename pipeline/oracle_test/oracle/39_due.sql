-- doc: due date of the oldest instalment in arrears, and instalments due in the month and in the year so far
-- grain: as_of, contract_no
WITH part AS (
  SELECT i.as_of, i.contract_no, i.due_on, i.amount, i.up_to, d.month_start, d.year_start,
    least(i.amount, greatest(0, now.covered - i.up_to + i.amount)) AS now,
    least(i.amount, greatest(0, month.covered - i.up_to + i.amount)) AS before_month,
    least(i.amount, greatest(0, year.covered - i.up_to + i.amount)) AS before_year
  FROM instalment i JOIN day d USING (as_of)
  JOIN covered now ON now.as_of = i.as_of AND now.contract_no = i.contract_no AND now.on_day = i.as_of
  JOIN covered month ON month.as_of = i.as_of AND month.contract_no = i.contract_no AND month.on_day = d.month_start - 1
  JOIN covered year ON year.as_of = i.as_of AND year.contract_no = i.contract_no AND year.on_day = d.year_start - 1
)
SELECT as_of, contract_no,
  min(due_on) FILTER (due_on < as_of AND now < amount) AS oldest_due_on,
  coalesce(sum(amount - before_month) FILTER (due_on BETWEEN month_start AND as_of), 0) AS due_principal,
  coalesce(sum(greatest(0, now - before_month)) FILTER (due_on BETWEEN month_start AND as_of), 0) AS due_collected,
  coalesce(sum(amount - before_year) FILTER (due_on BETWEEN year_start AND as_of), 0) AS due_principal_ytd,
  coalesce(sum(greatest(0, now - before_year)) FILTER (due_on BETWEEN year_start AND as_of), 0) AS due_collected_ytd
FROM part
GROUP BY as_of, contract_no
