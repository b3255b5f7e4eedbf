-- doc: Nothing is dropped in silence: rows read = kept + quarantined + waiting, kept = rows in the lake and rows loaded from it, quarantined = rows in quarantine.
-- grain: a row per table of the source contract
-- vi: Số dòng đọc bằng số dòng giữ lại, cách ly và chờ
-- en: Rows read are kept, quarantined or waiting
-- severity: error
-- examined: tables
-- remedy_vi: có dòng bị mất giữa nguồn và kho: xóa thư mục hồ dữ liệu (lake) rồi chạy `uythac refresh`; nếu vẫn lặp lại, hãy báo kèm tệp bị từ chối
-- remedy_en: rows were lost between source and warehouse: remove the lake folder and run `uythac refresh`; if it happens again, report it with the refused file
SELECT
  NULL::DATE AS as_of,
  t.table_name AS key,
  'read ' || t.rows_read || ', kept ' || t.rows_kept || ', quarantined ' || t.rows_quarantined || ', waiting ' || t.rows_waiting
    || '; in the lake ' || coalesce(l.in_lake, 0) || ', loaded ' || coalesce(l.loaded, 0) || ', in quarantine ' || coalesce(q.rows, 0) AS detail_en,
  'đã đọc ' || t.rows_read || ', nhận ' || t.rows_kept || ', cách ly ' || t.rows_quarantined || ', chờ ' || t.rows_waiting
    || '; trong hồ dữ liệu ' || coalesce(l.in_lake, 0) || ', đã nạp ' || coalesce(l.loaded, 0) || ', trong bảng cách ly ' || coalesce(q.rows, 0) AS detail_vi,
  t.rows_read <> t.rows_kept + t.rows_quarantined + t.rows_waiting
    OR t.rows_kept <> coalesce(l.in_lake, 0) OR t.rows_kept <> coalesce(l.loaded, 0) OR t.rows_quarantined <> coalesce(q.rows, 0) AS failed
FROM meta.tally t
LEFT JOIN lake.rows l ON l.table_name = t.table_name
LEFT JOIN (SELECT table_name, count(*) AS rows FROM meta.quarantine GROUP BY table_name) q ON q.table_name = t.table_name
