-- doc: Members with a deposit balance who deposited exactly once, ever.
-- grain: a row per customer
-- vi: Tổ viên chỉ gửi tiền một lần
-- en: Members who saved once
-- units: đồng
SELECT as_of, customer_code, coalesce(group_code, '') AS group_code, union_code, coalesce(commune_code, '') AS commune_code, office_code, balance
FROM meta.asked_deposit
WHERE one_time_saver
