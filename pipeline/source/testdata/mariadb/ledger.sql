SELECT `posted_on`,
  CAST(CONVERT(`office_code` USING utf8mb4) AS BINARY),
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  IF(count(*) > 2097152, NULL, CAST(IFNULL(SUM(CRC32(CRC32(CONCAT_WS(_utf8mb4 X'1F' COLLATE utf8mb4_bin, IFNULL(`entry_id`, ''), IFNULL(`posted_on`, ''), IFNULL(CAST(`booked_at` AS DATETIME(6)), ''), IFNULL(`office_code`, ''), IFNULL(`contract_no`, ''), IFNULL(`entry_type`, ''), IFNULL(`from_class`, ''), IFNULL(`to_class`, ''), IFNULL(`amount`, ''), IFNULL(`new_maturity_on`, ''), IFNULL(`rebooking` + 0, ''), IFNULL(`reverses_entry_id`, '')))) + 0e0), 0) AS UNSIGNED))
FROM `loan_ledger`
WHERE IF(`posted_on` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`)), TRUE, FALSE)
GROUP BY 2, 1;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (IF(`posted_on` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`)), TRUE, FALSE));

SELECT NULL,
  `office_code`,
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  IF(count(*) > 2097152, NULL, CAST(IFNULL(SUM(CRC32(CRC32(CONCAT_WS(_utf8mb4 X'1F' COLLATE utf8mb4_bin, IFNULL(`entry_id`, ''), IFNULL(`posted_on`, ''), IFNULL(CAST(`booked_at` AS DATETIME(6)), ''), IFNULL(`office_code`, ''), IFNULL(`contract_no`, ''), IFNULL(`entry_type`, ''), IFNULL(`from_class`, ''), IFNULL(`to_class`, ''), IFNULL(`amount`, ''), IFNULL(`new_maturity_on`, ''), IFNULL(`rebooking` + 0, ''), IFNULL(`reverses_entry_id`, '')))) + 0e0), 0) AS UNSIGNED)),
  CAST(IFNULL(SUM(CRC32(CONVERT(`office_code` USING utf8mb4)) + 0e0), 0) AS UNSIGNED)
FROM `loan_ledger`
WHERE `posted_on` IS NULL OR `posted_on` < DATE '0001-01-01' OR `posted_on` > DATE '9999-12-31' OR (days that there are not)
GROUP BY 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (`posted_on` IS NULL OR `posted_on` < DATE '0001-01-01' OR `posted_on` > DATE '9999-12-31' OR (days that there are not));
