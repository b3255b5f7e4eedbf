SELECT `posted_on`,
  `office_code`,
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  CAST(IFNULL(SUM(CRC32(CONVERT(`office_code` USING utf8mb4)) + 0e0), 0) AS UNSIGNED)
FROM `loan_ledger`
WHERE `posted_on` BETWEEN DATE '0001-01-01' AND DATE '2020-02-28' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`))
GROUP BY 1, 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (`posted_on` BETWEEN DATE '0001-01-01' AND DATE '2020-02-28' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`)));

SELECT `posted_on`,
  `office_code`,
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  CAST(IFNULL(SUM(CRC32(CONVERT(`office_code` USING utf8mb4)) + 0e0), 0) AS UNSIGNED)
FROM `loan_ledger`
WHERE `posted_on` BETWEEN DATE '2020-03-01' AND DATE '2020-03-08' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`))
GROUP BY 1, 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (`posted_on` BETWEEN DATE '2020-03-01' AND DATE '2020-03-08' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`)));

SELECT NULL,
  `office_code`,
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  CAST(IFNULL(SUM(CRC32(CONVERT(`office_code` USING utf8mb4)) + 0e0), 0) AS UNSIGNED)
FROM `loan_ledger`
WHERE `posted_on` IS NULL OR `posted_on` < DATE '0001-01-01' OR `posted_on` > DATE '9999-12-31' OR (days that there are not)
GROUP BY 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (`posted_on` IS NULL OR `posted_on` < DATE '0001-01-01' OR `posted_on` > DATE '9999-12-31' OR (days that there are not));
