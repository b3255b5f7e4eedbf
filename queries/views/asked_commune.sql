-- doc: Every commune on the day asked for: name, office and branch of the row valid on the day, else of the latest earlier, else of the earliest later row.
-- grain: a row per commune
WITH dated AS (
  SELECT
    c.commune_code, c.name, c.office_code, c.difficult,
    CASE
      WHEN c.valid_from > a.as_of THEN 1000000 + (c.valid_from - a.as_of)
      WHEN c.valid_to <= a.as_of THEN 1 + (a.as_of - c.valid_from)
      ELSE 0 END AS distance
  FROM dim.commune c, meta.asked a
),
nearest AS (
  SELECT
    commune_code, arg_min(name, distance) AS name, arg_min(office_code, distance) AS office_code, arg_min(difficult, distance) AS difficult
  FROM dated
  GROUP BY commune_code
)
SELECT n.commune_code, n.name, n.office_code, n.difficult, o.branch_code
FROM nearest n
LEFT JOIN dim.transaction_office o USING (office_code)
