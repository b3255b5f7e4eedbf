-- doc: Entrustment fees and group commissions as paid from 1 January.
--   98 appears on days on which any of its figures is not zero.
-- grain: a row per as-of day and union; 00 is the total of the unions shown
-- vi: Phí ủy thác và hoa hồng đã chi
-- en: Fees and commissions paid by union
-- units: đồng
WITH paid AS (
  SELECT
    paid_on, union_code,
    sum(amount) FILTER (kind = 'entrustment_fee') AS entrustment_fee,
    sum(amount) FILTER (kind = 'group_commission') AS group_commission
  FROM dim.fee_payment
  GROUP BY ALL
),
figures AS (
  SELECT
    r.as_of, r.union_code, r.name_vi AS union_name,
    coalesce(sum(p.entrustment_fee), 0)::BIGINT AS entrustment_fee,
    coalesce(sum(p.group_commission), 0)::BIGINT AS group_commission
  FROM meta.union_row r
  LEFT JOIN paid p ON p.paid_on BETWEEN r.year_start AND r.as_of AND p.union_code = r.part_code
  GROUP BY ALL
)
SELECT * FROM figures
WHERE union_code <> '98' OR entrustment_fee <> 0 OR group_commission <> 0
