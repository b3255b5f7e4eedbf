-- doc: For every contract and month, class by class: opening + flows = closing, for principal and for unpaid interest.
-- grain: a row per contract and month
-- vi: Cân đối dư nợ và lãi của từng khế ước
-- en: Balances of every contract follow from its flows, class by class
-- severity: error
-- examined: rows of fact.loan_month
-- remedy_vi: các số này bị tính sai: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: these figures were computed wrongly: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
SELECT
  as_of,
  contract_no AS key,
  concat_ws('; ',
    CASE WHEN off_in_term <> 0 THEN 'in_term is off by ' || off_in_term END,
    CASE WHEN off_overdue <> 0 THEN 'overdue is off by ' || off_overdue END,
    CASE WHEN off_frozen <> 0 THEN 'frozen is off by ' || off_frozen END,
    CASE WHEN off_outstanding <> 0 THEN 'outstanding is off by ' || off_outstanding END,
    CASE WHEN off_interest_in_term <> 0 THEN 'unpaid_interest_in_term is off by ' || off_interest_in_term END,
    CASE WHEN off_interest_overdue <> 0 THEN 'unpaid_interest_overdue is off by ' || off_interest_overdue END) AS detail_en,
  concat_ws('; ',
    CASE WHEN off_in_term <> 0 THEN 'trong hạn lệch ' || format('{:t.}', off_in_term) END,
    CASE WHEN off_overdue <> 0 THEN 'quá hạn lệch ' || format('{:t.}', off_overdue) END,
    CASE WHEN off_frozen <> 0 THEN 'khoanh lệch ' || format('{:t.}', off_frozen) END,
    CASE WHEN off_outstanding <> 0 THEN 'dư nợ lệch ' || format('{:t.}', off_outstanding) END,
    CASE WHEN off_interest_in_term <> 0 THEN 'lãi tồn trong hạn lệch ' || format('{:t.}', off_interest_in_term) END,
    CASE WHEN off_interest_overdue <> 0 THEN 'lãi tồn quá hạn lệch ' || format('{:t.}', off_interest_overdue) END) AS detail_vi,
  off_in_term <> 0 OR off_overdue <> 0 OR off_frozen <> 0 OR off_outstanding <> 0
    OR off_interest_in_term <> 0 OR off_interest_overdue <> 0 AS failed
FROM (
  SELECT
    as_of, contract_no,
    in_term - (opening_in_term + brought_forward_in_term + disbursed - collected_in_term + rebooked_in_term - written_off_in_term
      - in_term_to_overdue - in_term_to_frozen + overdue_to_in_term + frozen_to_in_term) AS off_in_term,
    overdue - (opening_overdue + brought_forward_overdue - collected_overdue + rebooked_overdue - written_off_overdue
      + in_term_to_overdue - overdue_to_in_term - overdue_to_frozen + frozen_to_overdue) AS off_overdue,
    frozen - (opening_frozen + brought_forward_frozen - collected_frozen + rebooked_frozen - written_off_frozen
      + in_term_to_frozen + overdue_to_frozen - frozen_to_in_term - frozen_to_overdue) AS off_frozen,
    outstanding - (in_term + overdue + frozen) AS off_outstanding,
    unpaid_interest_in_term - (opening_unpaid_interest_in_term + interest_brought_in_term + interest_due_in_term
      - interest_paid_in_term - interest_waived_in_term) AS off_interest_in_term,
    unpaid_interest_overdue - (opening_unpaid_interest_overdue + interest_brought_overdue + interest_due_overdue
      - interest_paid_overdue - interest_waived_overdue) AS off_interest_overdue
  FROM fact.loan_month
)
