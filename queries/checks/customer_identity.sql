-- doc: For every deposit customer and month: opening + brought forward + deposits + interest - withdrawals - offsets = balance.
-- grain: a row per customer and month
-- vi: Cân đối tiền gửi của từng khách hàng
-- en: Deposits of every customer follow from the flows
-- severity: error
-- examined: rows of fact.deposit_month
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
SELECT
  as_of,
  customer_code AS key,
  'opening ' || opening_balance || ' and flows ' || flow || ' do not give balance ' || balance AS detail_en,
  'số dư đầu tháng ' || format('{:t.}', opening_balance) || ' cộng phát sinh ' || format('{:t.}', flow) || ' không bằng số dư ' || format('{:t.}', balance) AS detail_vi,
  opening_balance + flow <> balance AS failed
FROM (
  SELECT as_of, customer_code, opening_balance, balance, brought_forward + deposited + interest - withdrawn - offset_loan AS flow
  FROM fact.deposit_month
)
