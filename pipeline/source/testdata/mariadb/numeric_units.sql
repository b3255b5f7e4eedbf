SELECT `paid_on`,
  count(*),
  IFNULL(SUM(CASE WHEN `amount` = TRUNCATE(`amount`, 0) AND `amount` BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(`amount` AS SIGNED) END), 0),
  IFNULL(SUM(CASE WHEN `payment_id` = TRUNCATE(`payment_id`, 0) AND `payment_id` BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(`payment_id` AS SIGNED) END), 0),
  IF(count(*) > 2097152, NULL, CAST(IFNULL(SUM(CRC32(CRC32(CONCAT_WS(_utf8mb4 X'1F' COLLATE utf8mb4_bin, IFNULL(CAST(`payment_id` AS DECIMAL(65,10)), ''), IFNULL(`paid_on`, ''), IFNULL(`kind`, ''), IFNULL(`union_code`, ''), IFNULL(`unit_level`, ''), IFNULL(`unit_code`, ''), IFNULL(CAST(`amount` AS DECIMAL(65,10)), '')))) + 0e0), 0) AS UNSIGNED))
FROM `fee_payment`
WHERE `paid_on` BETWEEN DATE '2020-02-28' AND DATE '2020-02-29' AND DAYOFMONTH(`paid_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`paid_on`)) OR `paid_on` = DATE '2020-03-03'
GROUP BY 1;

SELECT `payment_id`, `paid_on`, `kind`, `union_code`, `unit_level`, `unit_code`, `amount`
FROM `fee_payment`
WHERE (`paid_on` BETWEEN DATE '2020-02-28' AND DATE '2020-02-29' AND DAYOFMONTH(`paid_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`paid_on`)) OR `paid_on` = DATE '2020-03-03');

SELECT NULL,
  count(*),
  IFNULL(SUM(CASE WHEN `amount` = TRUNCATE(`amount`, 0) AND `amount` BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(`amount` AS SIGNED) END), 0),
  IFNULL(SUM(CASE WHEN `payment_id` = TRUNCATE(`payment_id`, 0) AND `payment_id` BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(`payment_id` AS SIGNED) END), 0),
  IF(count(*) > 2097152, NULL, CAST(IFNULL(SUM(CRC32(CRC32(CONCAT_WS(_utf8mb4 X'1F' COLLATE utf8mb4_bin, IFNULL(CAST(`payment_id` AS DECIMAL(65,10)), ''), IFNULL(`paid_on`, ''), IFNULL(`kind`, ''), IFNULL(`union_code`, ''), IFNULL(`unit_level`, ''), IFNULL(`unit_code`, ''), IFNULL(CAST(`amount` AS DECIMAL(65,10)), '')))) + 0e0), 0) AS UNSIGNED))
FROM `fee_payment`
WHERE `paid_on` IS NULL OR `paid_on` < DATE '0001-01-01' OR `paid_on` > DATE '9999-12-31' OR (days that there are not)
HAVING count(*) > 0;

SELECT `payment_id`, `paid_on`, `kind`, `union_code`, `unit_level`, `unit_code`, `amount`
FROM `fee_payment`
WHERE (`paid_on` IS NULL OR `paid_on` < DATE '0001-01-01' OR `paid_on` > DATE '9999-12-31' OR (days that there are not));
