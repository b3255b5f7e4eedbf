-- doc: The unions that reports show, as meta.union_named has them, by the name in the language asked for.
-- grain: a row per union
SELECT union_code, CASE WHEN getvariable('lang')::VARCHAR = 'en' THEN name_en ELSE name_vi END AS union_name
FROM meta.union_named
