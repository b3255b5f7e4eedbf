SELECT CASE WHEN `paid_on` BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' AND DAYOFMONTH(`paid_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`paid_on`)) THEN `paid_on` END, sum(total0), sum(total1), sum(total2), sum(total3)
FROM (SELECT `paid_on`,
  count(*) AS total0,
  IFNULL(SUM(CASE WHEN `amount` = TRUNCATE(`amount`, 0) AND `amount` BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(`amount` AS SIGNED) END), 0) AS total1,
  IFNULL(SUM(CASE WHEN `payment_id` = TRUNCATE(`payment_id`, 0) AND `payment_id` BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(`payment_id` AS SIGNED) END), 0) AS total2,
  SUM(CAST(CONV(LEFT(SHA1(CONCAT_WS(CHAR(31 USING utf8mb4) COLLATE utf8mb4_bin, IFNULL(CAST(`payment_id` AS DECIMAL(65,10)), ''), IFNULL(`paid_on`, ''), IFNULL(`kind`, ''), IFNULL(`union_code`, ''), IFNULL(`unit_level`, ''), IFNULL(`unit_code`, ''), IFNULL(CAST(`amount` AS DECIMAL(65,10)), ''))), 16), 16, 10) AS UNSIGNED)) AS total3
FROM `fee_payment`
WHERE `paid_on` BETWEEN DATE '2020-02-28' AND DATE '2020-02-29' AND DAYOFMONTH(`paid_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`paid_on`)) OR `paid_on` = DATE '2020-03-03' OR `paid_on` IS NULL OR `paid_on` < DATE '0001-01-01' OR `paid_on` > DATE '9999-12-31' OR (days that there are not)
GROUP BY 1) AS days
GROUP BY 1;

SELECT `payment_id`, `paid_on`, `kind`, `union_code`, `unit_level`, `unit_code`, `amount`
FROM `fee_payment`
WHERE (`paid_on` BETWEEN DATE '2020-02-28' AND DATE '2020-02-29' AND DAYOFMONTH(`paid_on`) BETWEEN 1 AND DAYOFMONTH(LAST_DAY(`paid_on`)) OR `paid_on` = DATE '2020-03-03' OR `paid_on` IS NULL OR `paid_on` < DATE '0001-01-01' OR `paid_on` > DATE '9999-12-31' OR (days that there are not));
