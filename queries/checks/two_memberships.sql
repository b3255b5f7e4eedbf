-- doc: Customers who are members of two groups on one day: a membership begins before an earlier one has ended.
-- grain: a row per membership that is open for a day or more
-- vi: Một khách hàng thuộc hai tổ trong cùng một ngày
-- en: A customer is a member of two groups on one day
-- severity: error
-- examined: memberships
-- remedy_vi: cho lần tham gia trước kết thúc (valid_to) không muộn hơn ngày bắt đầu của lần sau trong bảng group_membership của nguồn, rồi chạy `uythac refresh`
-- remedy_en: end the earlier membership (valid_to) on or before the day the later one begins in the source's group_membership, then run `uythac refresh`
SELECT
  NULL::DATE AS as_of,
  customer_code AS key,
  'in group ' || group_code || ' from ' || valid_from || ' while an earlier membership runs '
    || CASE WHEN earlier = DATE '9999-12-31' THEN 'without end' ELSE 'to ' || earlier END AS detail_en,
  'vào tổ ' || group_code || ' từ ' || strftime(valid_from, '%d/%m/%Y') || ' trong khi lần tham gia trước '
    || CASE WHEN earlier = DATE '9999-12-31' THEN 'chưa kết thúc' ELSE 'kéo dài đến ' || strftime(earlier, '%d/%m/%Y') END AS detail_vi,
  coalesce(earlier > valid_from, false) AS failed
FROM (
  SELECT
    customer_code, group_code, valid_from,
    max(coalesce(valid_to, DATE '9999-12-31')) OVER (
      PARTITION BY customer_code ORDER BY valid_from, group_code ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
  FROM dim.group_membership
  WHERE valid_to IS NULL OR valid_to > valid_from
)
