-- doc: Loans with unpaid interest older than three months: more is unpaid than fell due in the day's calendar month and in the two before, for what is paid goes to the oldest interest.
-- grain: a row per contract
-- vi: Món vay tồn lãi trên 3 tháng
-- en: Loans with interest unpaid for over 3 months
-- units: đồng
SELECT * EXCLUDE (branch_code) FROM meta.asked_interest
