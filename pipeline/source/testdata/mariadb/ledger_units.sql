SELECT `posted_on`,
  `office_code`,
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  CAST(IFNULL(SUM(CRC32(CONVERT(`office_code` USING utf8mb4)) + 0e0), 0) AS UNSIGNED)
FROM `loan_ledger`
WHERE `posted_on` IN (DATE '2020-02-28', DATE '2020-02-29') AND (`posted_on`, CAST(IFNULL(CONVERT(`office_code` USING utf8mb4), '') AS BINARY)) IN ((DATE '2020-02-28', X'303030313031'), (DATE '2020-02-28', X''), (DATE '2020-02-29', X'303030313032'))
GROUP BY 1, 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE (`posted_on` IN (DATE '2020-02-28', DATE '2020-02-29') AND (`posted_on`, CAST(IFNULL(CONVERT(`office_code` USING utf8mb4), '') AS BINARY)) IN ((DATE '2020-02-28', X'303030313031'), (DATE '2020-02-28', X''), (DATE '2020-02-29', X'303030313032')));

SELECT NULL,
  `office_code`,
  count(*),
  IFNULL(SUM(`amount`), 0),
  IFNULL(SUM(`entry_id`), 0),
  CAST(IFNULL(SUM(CRC32(CONVERT(`office_code` USING utf8mb4)) + 0e0), 0) AS UNSIGNED)
FROM `loan_ledger`
WHERE (`posted_on` IS NULL OR `posted_on` < DATE '0001-01-01' OR `posted_on` > DATE '9999-12-31' OR (days that there are not)) AND CAST(IFNULL(CONVERT(`office_code` USING utf8mb4), '') AS BINARY) IN (X'69742773')
GROUP BY 2;

SELECT `entry_id`, `posted_on`, `booked_at`, `office_code`, `contract_no`, `entry_type`, `from_class`, `to_class`, `amount`, `new_maturity_on`, `rebooking`, `reverses_entry_id`
FROM `loan_ledger`
WHERE ((`posted_on` IS NULL OR `posted_on` < DATE '0001-01-01' OR `posted_on` > DATE '9999-12-31' OR (days that there are not)) AND CAST(IFNULL(CONVERT(`office_code` USING utf8mb4), '') AS BINARY) IN (X'69742773'));
