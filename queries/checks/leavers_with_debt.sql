-- doc: Members who left their group and still owe on the last as-of day. The debt stays with their last group, or goes to the group that it was merged into.
-- grain: a row per customer with entrusted debt
-- vi: Tổ viên đã rời tổ nhưng còn dư nợ
-- en: Members who left with debt
-- severity: warning
-- examined: customers with entrusted debt
-- remedy_vi: đưa khách hàng vào lại một tổ (group_membership), hoặc thu hết nợ, hoặc chuyển sang cho vay trực tiếp
-- remedy_en: have the customers taken into a group again (group_membership), or their loans collected or lent directly
WITH last_day AS (SELECT max(as_of) AS as_of FROM meta.as_of),
debtor AS (
  SELECT as_of, customer_code, any_value(group_code) AS group_code, sum(outstanding) AS outstanding
  FROM fact.loan_month
  WHERE as_of = (SELECT as_of FROM last_day) AND outstanding <> 0 AND lending_method = '2'
  GROUP BY ALL
),
membership AS (
  SELECT
    customer_code,
    bool_or(valid_to IS NULL OR valid_to > (SELECT as_of FROM last_day)) AS open,
    arg_max(group_code, valid_from) AS group_code,
    arg_max(valid_to, valid_from) AS left_on
  FROM dim.group_membership
  WHERE valid_from <= (SELECT as_of FROM last_day)
  GROUP BY customer_code
)
SELECT
  d.as_of,
  d.customer_code AS key,
  'left group ' || m.group_code || ' on ' || m.left_on || ' owing ' || d.outstanding || ' đồng, which '
    || CASE WHEN d.group_code = m.group_code THEN 'stays there' ELSE 'counts in group ' || coalesce(d.group_code, '(none)') END AS detail_en,
  'rời tổ ' || m.group_code || ' ngày ' || strftime(m.left_on, '%d/%m/%Y') || ' khi còn nợ; nay dư nợ ' || format('{:t.}', d.outstanding) || ' đồng '
    || CASE WHEN d.group_code = m.group_code THEN 'vẫn tính cho tổ đó' ELSE coalesce('tính cho tổ ' || d.group_code, 'không tính cho tổ nào') END AS detail_vi,
  coalesce(NOT m.open, false) AS failed
FROM debtor d
LEFT JOIN membership m ON m.customer_code = d.customer_code
