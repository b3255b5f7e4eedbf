-- doc: Overdue by programme and union, with the share of the outstanding, to see where a programme is worse in one union than in the others.
-- grain: a row per programme and union
-- vi: Nợ quá hạn theo chương trình và hội
-- en: Overdue by programme and union
-- units: đồng, fraction
-- param: as_of date = NULL: the day, one of meta.fact_day; without it the latest
WITH day AS (SELECT coalesce($as_of::DATE, max(as_of)) AS as_of FROM meta.fact_day)
SELECT m.programme_code, p.short_name AS programme, m.union_code, u.short_name AS union_name, sum(m.outstanding)::BIGINT AS outstanding, sum(m.overdue)::BIGINT AS overdue,
  sum(m.overdue)::DOUBLE / nullif(sum(m.outstanding), 0)::DOUBLE AS ratio
FROM fact.loan_month m
LEFT JOIN dim.loan_programme p USING (programme_code)
LEFT JOIN dim.mass_organisation u USING (union_code)
WHERE m.as_of = (SELECT as_of FROM day) AND m.outstanding > 0
GROUP BY ALL
ORDER BY ratio DESC NULLS LAST, m.programme_code, m.union_code
