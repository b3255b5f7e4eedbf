SELECT CASE WHEN `posted_on` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`)) THEN `posted_on` END, CAST(IFNULL(CONVERT(`office_code` USING utf8mb4), '') AS BINARY), sum(total0), sum(total1), sum(total2)
FROM (SELECT `posted_on`,
  CAST(CONVERT(`office_code` USING utf8mb4) AS BINARY) AS `office_code`,
  count(*) AS total0,
  IFNULL(SUM(`amount`), 0) AS total1,
  IFNULL(SUM(`entry_id`), 0) AS total2
FROM `loan_ledger`
WHERE FALSE
GROUP BY 1, 2) AS days
GROUP BY 1, 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (FALSE);
