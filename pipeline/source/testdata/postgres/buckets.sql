SELECT (hashtextextended(coalesce(encode(convert_to("programme_code"::text, 'UTF8'), 'hex') COLLATE "C", ''), 0) & 1023),
  count(*),
  sum(hashtextextended(coalesce(encode(convert_to("od""d"::text, 'UTF8'), 'hex') COLLATE "C", ''), hashint8extended(coalesce("interest_grace"::int, 2), hashtextextended(coalesce(trim_scale("annual_rate"::numeric)::text, ''), hashtextextended(coalesce(encode(convert_to("name_en"::text, 'UTF8'), 'hex') COLLATE "C", ''), hashtextextended(coalesce(encode(convert_to("name_vi"::text, 'UTF8'), 'hex') COLLATE "C", ''), hashtextextended(coalesce(encode(convert_to("short_name"::text, 'UTF8'), 'hex') COLLATE "C", ''), hashtextextended(coalesce(encode(convert_to("programme_code"::text, 'UTF8'), 'hex') COLLATE "C", ''), 0))))))))
FROM "loan_programme"
WHERE (hashtextextended(coalesce(encode(convert_to("programme_code"::text, 'UTF8'), 'hex') COLLATE "C", ''), 0) & 1023) IN (7, 1023)
GROUP BY 1;

SELECT "programme_code", "short_name", "name_vi", "name_en", "annual_rate", "interest_grace", "od""d"::text
FROM "loan_programme"
WHERE ((hashtextextended(coalesce(encode(convert_to("programme_code"::text, 'UTF8'), 'hex') COLLATE "C", ''), 0) & 1023) IN (7, 1023));
