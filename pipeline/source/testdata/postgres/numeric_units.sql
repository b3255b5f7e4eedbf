SELECT CASE WHEN "paid_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "paid_on" END, sum(total0), sum(total1), sum(total2), sum(total3)
FROM (SELECT "paid_on",
  count(*) AS total0,
  coalesce(sum(CASE WHEN "amount" = trunc("amount") AND "amount" BETWEEN -9223372036854775808 AND 9223372036854775807 THEN trunc("amount") END), 0) AS total1,
  coalesce(sum(CASE WHEN "payment_id" = trunc("payment_id") AND "payment_id" BETWEEN -9223372036854775808 AND 9223372036854775807 THEN trunc("payment_id") END), 0) AS total2,
  sum(hashtextextended(coalesce(trim_scale("amount"::numeric)::text, ''), hashtextextended(coalesce("unit_code"::text COLLATE "C", ''), hashbpcharextended(coalesce("unit_level", '') COLLATE "C", hashbpcharextended(coalesce("union_code", '') COLLATE "C", hashbpcharextended(coalesce("kind", '') COLLATE "C", timestamp_hash_extended(coalesce("paid_on"::timestamp, '-infinity'), hashtextextended(coalesce(trim_scale("payment_id"::numeric)::text, ''), 0)))))))) AS total3
FROM "fee_payment"
WHERE "paid_on" BETWEEN DATE '2020-02-28' AND DATE '2020-02-29' OR "paid_on" = DATE '2020-03-03' OR "paid_on" IS NULL OR "paid_on" < DATE '0001-01-01' OR "paid_on" > DATE '9999-12-31'
GROUP BY 1) AS days
GROUP BY 1;

SELECT "payment_id", "paid_on", "kind", "union_code", "unit_level", "unit_code", "amount"
FROM "fee_payment"
WHERE ("paid_on" BETWEEN DATE '2020-02-28' AND DATE '2020-02-29' OR "paid_on" = DATE '2020-03-03' OR "paid_on" IS NULL OR "paid_on" < DATE '0001-01-01' OR "paid_on" > DATE '9999-12-31');
