-- doc: Groups with debt by rating at the last calendar month-end on or before the as-of day.
--   98 appears on days on which any of its figures is not zero.
-- grain: a row per as-of day and union; 00 is the total of the unions shown
-- vi: Xếp loại tổ tiết kiệm và vay vốn
-- en: Ratings of savings groups by union
-- units: groups
WITH figures AS (
  SELECT
    r.as_of, r.base_on, r.union_code, r.name_vi AS union_name,
    coalesce(sum(m.rating_good), 0) AS good,
    coalesce(sum(m.rating_fair), 0) AS fair,
    coalesce(sum(m.rating_average), 0) AS average,
    coalesce(sum(m.rating_weak), 0) AS weak,
    coalesce(sum(m.rating_unrated), 0) AS unrated
  FROM meta.union_row r
  LEFT JOIN indicator.nation_month m ON m.as_of = r.as_of AND m.union_code = r.part_code
  GROUP BY ALL
),
complete AS (
  SELECT
    n.as_of, n.union_code, n.union_name,
    n.good::BIGINT AS good,
    n.fair::BIGINT AS fair,
    n.average::BIGINT AS average,
    n.weak::BIGINT AS weak,
    n.unrated::BIGINT AS unrated,
    (n.good - b.good)::BIGINT AS good_change,
    (n.fair - b.fair)::BIGINT AS fair_change,
    (n.average - b.average)::BIGINT AS average_change,
    (n.weak - b.weak)::BIGINT AS weak_change
  FROM figures n
  LEFT JOIN figures b ON b.as_of = n.base_on AND b.union_code = n.union_code
)
SELECT * FROM complete
WHERE union_code <> '98'
  OR greatest(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) > 0
  OR least(*COLUMNS(* EXCLUDE (as_of, union_code, union_name))) < 0
