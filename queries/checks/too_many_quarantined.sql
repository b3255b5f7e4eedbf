-- doc: Rows in quarantine, when there are more of them than quality.max_quarantined allows: somebody has to decide.
-- grain: a row per quarantined row
-- vi: Số dòng bị cách ly vượt mức cho phép
-- en: More quarantined rows than allowed
-- severity: error
-- examined: quarantined rows
-- remedy_vi: sửa các dòng này ở nguồn rồi chạy `uythac refresh`, hoặc chấp nhận thiếu chúng: đặt quality.max_quarantined bằng số dòng đó
-- remedy_en: correct these rows in the source and run `uythac refresh`, or decide to do without them: set quality.max_quarantined to their number
SELECT
  NULL::DATE AS as_of,
  table_name || ' ' || key AS key,
  reason || ': ' || detail || ' (' || file || ', line ' || line || ')' AS detail_en,
  reason || ': ' || detail || ' (' || file || ', dòng ' || line || ')' AS detail_vi,
  (SELECT count(*) FROM meta.quarantine) > (SELECT max_quarantined FROM lake.quality) AS failed
FROM meta.quarantine
