-- doc: ratings_by_union within what is asked
-- grain: as_of, union_code
SELECT as_of, union_code, union_name, good, fair, average, weak, unrated,
  good - good_b AS good_change, fair - fair_b AS fair_change, average - average_b AS average_change, weak - weak_b AS weak_change
FROM scope_pair
WHERE union_code <> '98' OR groups <> 0 OR coalesce(good_b + fair_b + average_b + weak_b <> 0, false)
