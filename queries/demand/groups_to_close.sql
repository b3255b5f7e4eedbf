-- doc: Groups that are open on the day and have neither debt nor members; what leavers still have in deposits stands beside. No rows where a programme is asked for: a group is of no programme.
-- grain: a row per group
-- vi: Tổ cần đóng: không còn dư nợ và tổ viên
-- en: Groups to close: no debt, no members
-- units: đồng
WITH owing AS (
  SELECT group_code FROM fact.loan_month m JOIN meta.asked a USING (as_of) WHERE m.outstanding > 0 AND m.union_code <> '99' AND m.group_code IS NOT NULL
),
saved AS (
  SELECT m.group_code, sum(m.balance) AS balance FROM fact.deposit_month m JOIN meta.asked a USING (as_of) GROUP BY m.group_code
)
SELECT
  a.as_of, g.group_code, g.union_code, g.commune_code, g.commune_name, g.village, g.established_on, coalesce(s.balance, 0) AS deposit_balance
FROM meta.asked a
CROSS JOIN meta.asked_group_place g
LEFT JOIN saved s USING (group_code)
WHERE g.open AND g.members = 0 AND g.group_code NOT IN (SELECT group_code FROM owing)
