-- doc: credit_by_fund_source
-- grain: as_of, fund_source, union_code
SELECT as_of, key AS fund_source, coalesce(name, key) AS fund_source_name, union_code, union_name,
  households, in_term, overdue, frozen, short_term, medium_term, long_term, disbursed_month, disbursed_year, collected_month, collected_year,
  written_off_month, written_off_year, turns_month, turns_year
FROM figure WHERE kind = 'fund_source' AND ((key = '00' AND union_code = '00') OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 OR coalesce(with_turnover, false) OR coalesce(with_more, false))
