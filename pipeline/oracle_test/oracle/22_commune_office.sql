-- doc: the office of every commune: of the row valid on the day, else the latest earlier, else the earliest later row
-- grain: as_of, commune_code
SELECT d.as_of, c.commune_code,
  first(c.office_code ORDER BY
    CASE WHEN c.valid_from > d.as_of THEN 2 WHEN c.valid_to IS NULL OR c.valid_to > d.as_of THEN 0 ELSE 1 END,
    CASE WHEN c.valid_from > d.as_of THEN c.valid_from - d.as_of ELSE d.as_of - c.valid_from END) AS office_code
FROM day d, src.commune c
GROUP BY d.as_of, c.commune_code
