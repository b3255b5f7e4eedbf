-- doc: Programmes whose loans can be inactive: not that of pupils and students, who pay nothing while they learn.
-- grain: a row per programme
SELECT DISTINCT m.programme_code
FROM fact.loan_month m
LEFT JOIN dim.loan_programme p USING (programme_code)
WHERE m.as_of BETWEEN getvariable('first_on')::DATE AND getvariable('last_on')::DATE AND p.short_name IS DISTINCT FROM 'HSSV'
