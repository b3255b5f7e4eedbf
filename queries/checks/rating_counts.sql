-- doc: In every group, union, commune and office: good + fair + average + weak + unrated = groups with debt.
-- grain: a row per cut, as-of day, branch and key
-- vi: Tổng số tổ theo xếp loại bằng số tổ có dư nợ
-- en: Ratings add up to the groups with debt
-- severity: error
-- examined: rows of the indicator tables
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
WITH cut AS (
  SELECT 'group_month' AS cut, group_code AS part, * FROM indicator.group_month
  UNION ALL BY NAME SELECT 'union_month' AS cut, '' AS part, * FROM indicator.union_month
  UNION ALL BY NAME SELECT 'commune_month' AS cut, commune_code AS part, * FROM indicator.commune_month
  UNION ALL BY NAME SELECT 'office_month' AS cut, office_code AS part, * FROM indicator.office_month
)
SELECT
  as_of,
  concat_ws(' ', cut, 'branch', branch_code, 'union', union_code, nullif(part, '')) AS key,
  'the ratings count ' || rating_good + rating_fair + rating_average + rating_weak + rating_unrated || ' groups, '
    || groups_with_debt || ' have debt' AS detail_en,
  'số tổ đếm theo xếp loại là ' || rating_good + rating_fair + rating_average + rating_weak + rating_unrated || ', số tổ có dư nợ là '
    || groups_with_debt AS detail_vi,
  rating_good + rating_fair + rating_average + rating_weak + rating_unrated <> groups_with_debt AS failed
FROM cut
