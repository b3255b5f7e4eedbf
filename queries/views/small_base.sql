-- doc: When a base is small: a growth or a ratio whose denominator counts fewer than this many loans (households, groups, members), or comes to less than this amount,
--   says little, and its trend says so in small_base. The absolute change stands beside it.
-- grain: one row
SELECT 20 AS loans, 100000000 AS amount
