-- doc: Class or account balances below zero at a day's end, as the replay of the ledgers met them.
-- grain: a row per contract class or deposit account, and day
-- vi: Số dư âm cuối ngày
-- en: Balance below zero at a day's end
-- severity: error
-- remedy_vi: sửa bút toán của các khế ước hoặc tài khoản này ở nguồn, hoặc tìm bút toán còn thiếu, rồi chạy `uythac refresh`
-- remedy_en: correct the entries of these contracts or accounts in the source, or find those that are missing, then run `uythac refresh`
SELECT
  as_of, key,
  account || ' stands at ' || balance || ' đồng at the end of ' || day AS detail_en,
  CASE account WHEN 'in_term' THEN 'nợ trong hạn' WHEN 'overdue' THEN 'nợ quá hạn' WHEN 'frozen' THEN 'nợ khoanh' ELSE 'tiền gửi' END
    || ' là ' || format('{:t.}', balance) || ' đồng cuối ngày ' || strftime(day, '%d/%m/%Y') AS detail_vi,
  true AS failed
FROM fact.negative_balance
