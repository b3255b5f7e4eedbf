SELECT CASE WHEN "posted_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "posted_on" END, coalesce("office_code"::text COLLATE "C", ''), sum(total0), sum(total1), sum(total2), sum(total3)
FROM (SELECT "posted_on",
  "office_code" COLLATE "C" AS "office_code",
  count(*) AS total0,
  coalesce(sum("amount"), 0) AS total1,
  coalesce(sum("entry_id"), 0) AS total2,
  sum(hashint8extended(coalesce("reverses_entry_id"::bigint, '-9223372036854775808'::bigint) >> 32, hashint8extended(coalesce("reverses_entry_id"::bigint, '-9223372036854775808'::bigint), hashint8extended(coalesce("rebooking"::int, 2), timestamp_hash_extended(coalesce("new_maturity_on"::timestamp, '-infinity'), hashint8extended(coalesce("amount"::bigint, '-9223372036854775808'::bigint), hashbpcharextended(coalesce("to_class", '') COLLATE "C", hashbpcharextended(coalesce("from_class", '') COLLATE "C", hashbpcharextended(coalesce("entry_type", '') COLLATE "C", hashtextextended(coalesce("contract_no"::text COLLATE "C", ''), hashbpcharextended(coalesce("office_code", '') COLLATE "C", timestamp_hash_extended(coalesce("booked_at", '-infinity'), timestamp_hash_extended(coalesce("posted_on"::timestamp, '-infinity'), hashint8extended(coalesce("entry_id"::bigint, '-9223372036854775808'::bigint), 0)))))))))))))) AS total3
FROM "loan_ledger"
GROUP BY 1, 2) AS days
GROUP BY 1, 2;

SELECT "entry_id", "posted_on", "booked_at", "office_code", "contract_no", "entry_type", "from_class", "to_class", "amount", "new_maturity_on", "rebooking", "reverses_entry_id"
FROM "loan_ledger";
