-- doc: In every row of group, union and each other cut: outstanding at the as-of day before + brought forward + disbursed - collected
--   - written off + re-booked + moved in - moved out = outstanding.
-- grain: a row per cut, as-of day, branch and key
-- vi: Cân đối dư nợ của từng tổ, hội, địa bàn, chương trình và nguồn vốn
-- en: Loan balances follow from the flows in every cut
-- severity: error
-- examined: rows of the indicator tables
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH cut AS (
  SELECT 'group_month' AS cut, * FROM indicator.group_month
  UNION ALL BY NAME SELECT 'union_month' AS cut, * FROM indicator.union_month
  UNION ALL BY NAME SELECT 'commune_month' AS cut, * FROM indicator.commune_month
  UNION ALL BY NAME SELECT 'office_month' AS cut, * FROM indicator.office_month
  UNION ALL BY NAME SELECT 'programme_month' AS cut, * FROM indicator.programme_month
  UNION ALL BY NAME SELECT 'fund_source_month' AS cut, * FROM indicator.fund_source_month
),
keyed AS (
  SELECT
    cut, as_of, branch_code, union_code,
    CASE cut
      WHEN 'group_month' THEN group_code WHEN 'commune_month' THEN commune_code WHEN 'office_month' THEN office_code
      WHEN 'programme_month' THEN programme_code WHEN 'fund_source_month' THEN fund_source ELSE ''
    END AS part,
    outstanding,
    brought_forward_in_term + brought_forward_overdue + brought_forward_frozen
      + disbursed
      - collected_in_term - collected_overdue - collected_frozen
      - written_off_in_term - written_off_overdue - written_off_frozen
      + rebooked_in_term + rebooked_overdue + rebooked_frozen
      + moved_in - moved_out AS flow
  FROM cut
),
next_day AS (SELECT as_of, lead(as_of) OVER (ORDER BY as_of) AS next_on FROM meta.as_of),
side AS (
  SELECT cut, as_of, branch_code, union_code, part, 0 AS opening, flow, outstanding AS closing FROM keyed
  UNION ALL
  SELECT k.cut, n.next_on, k.branch_code, k.union_code, k.part, k.outstanding, 0, 0
  FROM keyed k
  JOIN next_day n ON n.as_of = k.as_of
  WHERE n.next_on IS NOT NULL
)
SELECT
  as_of,
  concat_ws(' ', cut, 'branch', branch_code, 'union', union_code, nullif(part, '')) AS key,
  'opening ' || sum(opening) || ' and flows ' || sum(flow) || ' do not give closing ' || sum(closing) AS detail_en,
  'số dư đầu tháng ' || format('{:t.}', sum(opening)) || ' cộng phát sinh ' || format('{:t.}', sum(flow)) || ' không bằng số dư cuối tháng ' || format('{:t.}', sum(closing)) AS detail_vi,
  sum(opening) + sum(flow) <> sum(closing) AS failed
FROM side
GROUP BY cut, as_of, branch_code, union_code, part
