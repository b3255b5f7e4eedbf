-- doc: Groups with debt and fewer than 20 households, with the group they could be merged into: open, of the same union, in the same village, else commune, with at most 60 members
--   together; of several the one with the fewest members. No rows where a programme is asked for: a group is small as a whole.
-- grain: a row per group
-- vi: Tổ dưới 20 hộ vay và tổ có thể sáp nhập
-- en: Small groups and where they could merge
-- units: members, households, đồng
WITH small AS (
  SELECT g.*, d.households, d.outstanding
  FROM meta.asked_group_place g
  JOIN (
    SELECT group_code, sum(sole_households) + count(DISTINCT customer_code) AS households, sum(outstanding) AS outstanding FROM meta.asked_owing GROUP BY group_code
  ) d USING (group_code)
  WHERE d.households < 20
),
-- Candidates are looked for in the whole commune, whatever else was asked for.
member AS (
  SELECT m.group_code, sum(m.members) AS members FROM indicator.group_month m JOIN meta.asked a ON m.as_of = a.as_of WHERE m.members > 0 GROUP BY m.group_code
),
candidate AS (
  SELECT
    s.group_code, c.group_code AS candidate_code, c.village AS candidate_village, m.members AS candidate_members, s.members + m.members AS merged_members,
    row_number() OVER (PARTITION BY s.group_code ORDER BY c.village <> s.village, m.members, c.group_code) AS choice
  FROM small s
  JOIN meta.asked_place c ON c.union_code = s.union_code AND c.commune_code = s.commune_code AND c.group_code <> s.group_code AND c.open
  JOIN member m ON m.group_code = c.group_code
  WHERE s.members + m.members <= 60
)
SELECT
  a.as_of, s.group_code, s.union_code, s.commune_code, s.commune_name, s.village, s.members, s.households, s.outstanding,
  c.candidate_code, c.candidate_village, c.candidate_members, c.merged_members
FROM meta.asked a
CROSS JOIN small s
LEFT JOIN candidate c ON c.group_code = s.group_code AND c.choice = 1
