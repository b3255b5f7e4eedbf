SELECT CRC32(IFNULL(CONVERT(`programme_code` USING utf8mb4), '')) % 1024,
  count(*),
  IF(count(*) > 2097152, NULL, CAST(IFNULL(SUM(CRC32(CRC32(CONCAT_WS(_utf8mb4 X'1F' COLLATE utf8mb4_bin, IFNULL(`programme_code`, ''), IFNULL(`short_name`, ''), IFNULL(`name_vi`, ''), IFNULL(`name_en`, ''), IFNULL(CAST(`annual_rate` AS DECIMAL(65,10)), ''), IFNULL(`interest_grace` + 0, ''), IFNULL(CAST(`od"d` AS CHAR CHARACTER SET utf8mb4), '')))) + 0e0), 0) AS UNSIGNED))
FROM `loan_programme`
WHERE CRC32(IFNULL(CONVERT(`programme_code` USING utf8mb4), '')) % 1024 IN (7, 1023)
GROUP BY 1;

SELECT `programme_code`, `short_name`, `name_vi`, `name_en`, `annual_rate`, `interest_grace`, CAST(`od"d` AS CHAR CHARACTER SET utf8mb4) AS `od"d`
FROM `loan_programme`
WHERE (CRC32(IFNULL(CONVERT(`programme_code` USING utf8mb4), '')) % 1024 IN (7, 1023));
