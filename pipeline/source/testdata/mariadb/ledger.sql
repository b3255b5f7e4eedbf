SELECT CASE WHEN `posted_on` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND DAYOFMONTH(`posted_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`posted_on`)) THEN `posted_on` END, CAST(IFNULL(CONVERT(`office_code` USING utf8mb4), '') AS BINARY), sum(total0), sum(total1), sum(total2), sum(total3)
FROM (SELECT `posted_on`,
  CAST(CONVERT(`office_code` USING utf8mb4) AS BINARY) AS `office_code`,
  count(*) AS total0,
  IFNULL(SUM(`amount`), 0) AS total1,
  IFNULL(SUM(`entry_id`), 0) AS total2,
  SUM(CAST(CONV(LEFT(SHA1(CONCAT_WS(CHAR(31 USING utf8mb4) COLLATE utf8mb4_bin, IFNULL(`entry_id`, ''), IFNULL(`posted_on`, ''), IFNULL(CAST(`booked_at` AS DATETIME(6)), ''), IFNULL(`office_code`, ''), IFNULL(`contract_no`, ''), IFNULL(`entry_type`, ''), IFNULL(`from_class`, ''), IFNULL(`to_class`, ''), IFNULL(`amount`, ''), IFNULL(`new_maturity_on`, ''), IFNULL(`rebooking` + 0, ''), IFNULL(`reverses_entry_id`, ''))), 16), 16, 10) AS UNSIGNED)) AS total3
FROM `loan_ledger`
GROUP BY 1, 2) AS days
GROUP BY 1, 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`;
