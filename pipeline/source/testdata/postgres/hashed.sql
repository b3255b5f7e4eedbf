SELECT count(*),
  sum(hashbpcharextended(coalesce("household_kind", '') COLLATE "C", 0))
FROM "customer"
HAVING count(*) > 0;

SELECT "customer_code", "household_kind"
FROM "customer";
