-- doc: Where the loans of the month-end before have gone, per commune and union of the scope asked for; states and amounts as in migration. A loan counts at its place of the day.
-- grain: a row per as-of day of the facts kept, commune, union and pair of states that a loan went; 00 is the total of the rows shown
-- vi: Ma trận chuyển dịch trạng thái nợ theo xã
-- en: Migration of loans between states by commune
-- units: loans, đồng, fraction
WITH figures AS (
  SELECT
    as_of,
    CASE WHEN grouping(commune_code) = 1 THEN '00' ELSE commune_code END AS commune_code,
    CASE WHEN grouping(union_code) = 1 THEN '00' ELSE union_code END AS union_code,
    from_state, to_state, sum(loans) AS loans, sum(amount) AS amount, sum(closing) AS closing
  FROM meta.asked_way
  GROUP BY GROUPING SETS ((as_of, commune_code, union_code, from_state, to_state), (as_of, commune_code, from_state, to_state), (as_of, union_code, from_state, to_state), (as_of, from_state, to_state))
),
summed AS (
  SELECT *, sum(loans) OVER state AS state_loans, sum(amount) OVER state AS state_amount
  FROM figures
  WINDOW state AS (PARTITION BY as_of, commune_code, union_code, from_state)
)
SELECT
  f.as_of, f.commune_code, coalesce(n.name, f.commune_code) AS commune_name, f.union_code, u.union_name, f.from_state, f.to_state, f.loans, f.amount, f.closing,
  CASE WHEN f.from_state NOT IN ('new', 'brought_forward') THEN f.amount::DOUBLE / f.state_amount::DOUBLE END AS share,
  CASE WHEN f.from_state NOT IN ('new', 'brought_forward') THEN f.loans::DOUBLE / f.state_loans::DOUBLE END AS loans_share,
  f.state_loans < s.loans OR f.state_amount < s.amount AS small_base
FROM summed f
JOIN meta.shown_union u ON u.union_code = f.union_code
LEFT JOIN meta.named n ON n.kind = 'commune' AND n.code = f.commune_code
CROSS JOIN meta.small_base s
