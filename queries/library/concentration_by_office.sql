-- doc: How much of every office's outstanding its largest groups hold, and how much of its overdue.
-- grain: a row per office
-- vi: Mức độ tập trung dư nợ ở các tổ lớn nhất, theo phòng giao dịch
-- en: Concentration in the largest groups, by office
-- units: groups, đồng, fraction
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
-- param: largest int = 10: how many groups of each office are its largest
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day),
owing AS (
  SELECT g.office_code, g.group_code, sum(g.outstanding)::BIGINT AS outstanding, sum(g.overdue)::BIGINT AS overdue
  FROM indicator.group_month g
  WHERE g.as_of = (SELECT as_of FROM day) AND g.outstanding > 0 AND g.group_code <> ''
  GROUP BY ALL
),
ranked AS (
  SELECT g.office_code, g.outstanding, g.overdue, row_number() OVER (PARTITION BY g.office_code ORDER BY g.outstanding DESC, g.group_code) AS place
  FROM owing g
)
SELECT
  r.office_code, o.name AS office, count(*) AS groups, sum(r.outstanding)::BIGINT AS outstanding,
  coalesce(sum(r.outstanding) FILTER (r.place <= $largest::INT), 0)::DOUBLE / sum(r.outstanding)::DOUBLE AS largest_share,
  coalesce(sum(r.overdue) FILTER (r.place <= $largest::INT), 0)::DOUBLE / nullif(sum(r.overdue), 0)::DOUBLE AS largest_share_of_overdue
FROM ranked r
LEFT JOIN dim.transaction_office o USING (office_code)
GROUP BY ALL
ORDER BY largest_share DESC, r.office_code
