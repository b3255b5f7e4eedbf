SELECT count(*),
  SUM(CAST(CONV(LEFT(SHA1(CONCAT_WS(CHAR(31 USING utf8mb4) COLLATE utf8mb4_bin, IFNULL(`household_kind`, ''))), 16), 16, 10) AS UNSIGNED))
FROM `customer`
HAVING count(*) > 0;

SELECT `customer_code`, `household_kind`
FROM `customer`;
