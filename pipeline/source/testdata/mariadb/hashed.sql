SELECT count(*),
  IF(count(*) > 2097152, NULL, CAST(IFNULL(SUM(CRC32(CRC32(CONCAT_WS(_utf8mb4 X'1F' COLLATE utf8mb4_bin, IFNULL(`household_kind`, '')))) + 0e0), 0) AS UNSIGNED))
FROM `customer`
HAVING count(*) > 0;

SELECT `customer_code`, `household_kind`
FROM `customer`;
