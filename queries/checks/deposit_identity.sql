-- doc: In every row of group, union, commune and office: deposits at the as-of day before + brought forward + in - out + moved in - moved out = deposits.
-- grain: a row per cut, as-of day, branch and key
-- vi: Cân đối tiền gửi của từng tổ, hội và địa bàn
-- en: Deposit balances follow from the flows in every cut
-- severity: error
-- examined: rows of the indicator tables
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH cut AS (
  SELECT 'group_month' AS cut, * FROM indicator.group_month
  UNION ALL BY NAME SELECT 'union_month' AS cut, * FROM indicator.union_month
  UNION ALL BY NAME SELECT 'commune_month' AS cut, * FROM indicator.commune_month
  UNION ALL BY NAME SELECT 'office_month' AS cut, * FROM indicator.office_month
),
keyed AS (
  SELECT
    cut, as_of, branch_code, union_code,
    CASE cut WHEN 'group_month' THEN group_code WHEN 'commune_month' THEN commune_code WHEN 'office_month' THEN office_code ELSE '' END AS part,
    deposit_balance,
    deposits_brought_forward + deposits_in - deposits_out + deposits_moved_in - deposits_moved_out AS flow
  FROM cut
),
next_day AS (SELECT as_of, lead(as_of) OVER (ORDER BY as_of) AS next_on FROM meta.as_of),
side AS (
  SELECT cut, as_of, branch_code, union_code, part, 0 AS opening, flow, deposit_balance AS closing FROM keyed
  UNION ALL
  SELECT k.cut, n.next_on, k.branch_code, k.union_code, k.part, k.deposit_balance, 0, 0
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
