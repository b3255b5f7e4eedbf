-- doc: every figure of every row of every table, each loan and customer put into all rows it belongs to
-- grain: kind, key, union_code
WITH level AS (
  SELECT unnest([true, false]) AS whole
), loan AS (
  SELECT DISTINCT kind, CASE WHEN k.whole THEN '00' ELSE part END AS key, CASE WHEN u.whole THEN '00' ELSE own END AS union_code, l.*
  FROM (
    SELECT unnest([
        {'kind': 'union', 'part': '00'}, {'kind': 'branch', 'part': branch_code}, {'kind': 'office', 'part': office_code}, {'kind': 'commune', 'part': coalesce(commune_code, '')},
        {'kind': 'programme', 'part': programme_code}, {'kind': 'fund_source', 'part': fund_source}, {'kind': 'term', 'part': term}, {'kind': 'group', 'part': coalesce(group_code, '')}],
        max_depth := 2), * EXCLUDE (union_code), union_code AS own
    FROM lent) l, level k, level u
), loans AS (
  SELECT kind, key, union_code,
    count(DISTINCT group_code) FILTER (now AND outstanding > 0) AS groups,
    count(DISTINCT customer_code) FILTER (now AND outstanding > 0) AS households,
    sum(CASE WHEN now THEN outstanding END) AS outstanding, sum(CASE WHEN now THEN in_term END) AS in_term,
    sum(CASE WHEN now THEN overdue END) AS overdue, sum(CASE WHEN now THEN frozen END) AS frozen,
    sum(CASE WHEN before THEN outstanding END) AS outstanding_before, sum(CASE WHEN before THEN overdue END) AS overdue_before,
    sum(CASE WHEN now THEN disbursed END) AS disbursed_month, sum(CASE WHEN year THEN disbursed END) AS disbursed_year,
    sum(CASE WHEN now THEN collected_in_term + collected_overdue + collected_frozen END) AS collected_month,
    sum(CASE WHEN year THEN collected_in_term + collected_overdue + collected_frozen END) AS collected_year,
    sum(CASE WHEN now THEN interest_paid_in_term + interest_paid_overdue END) AS interest_month,
    sum(CASE WHEN year THEN interest_paid_in_term + interest_paid_overdue END) AS interest_year,
    sum(CASE WHEN now THEN written_off_in_term + written_off_overdue + written_off_frozen END) AS written_off_month,
    sum(CASE WHEN year THEN written_off_in_term + written_off_overdue + written_off_frozen END) AS written_off_year,
    sum(CASE WHEN now THEN lending_turns END) AS turns_month, sum(CASE WHEN year THEN lending_turns END) AS turns_year,
    sum(CASE WHEN now AND term = '12' THEN outstanding END) AS short_term,
    sum(CASE WHEN now AND term = '60' THEN outstanding END) AS medium_term,
    sum(CASE WHEN now AND term = 'over' THEN outstanding END) AS long_term
  FROM loan GROUP BY ALL
), deposit AS (
  SELECT DISTINCT kind, CASE WHEN k.whole THEN '00' ELSE part END AS key, CASE WHEN u.whole THEN '00' ELSE own END AS union_code, s.*
  FROM (
    SELECT unnest([{'kind': 'union', 'part': '00'}, {'kind': 'branch', 'part': branch_code}, {'kind': 'office', 'part': office_code},
        {'kind': 'commune', 'part': coalesce(commune_code, '')}, {'kind': 'group', 'part': coalesce(group_code, '')}],
        max_depth := 2), * EXCLUDE (union_code), union_code AS own
    FROM saved) s, level k, level u
), deposits AS (
  SELECT kind, key, union_code,
    sum(CASE WHEN now THEN balance END) AS deposit_balance,
    sum(CASE WHEN now THEN deposited + interest END) AS deposits_in_month, sum(CASE WHEN year THEN deposited + interest END) AS deposits_in_year,
    sum(CASE WHEN now THEN withdrawn + offset_loan END) AS deposits_out_month, sum(CASE WHEN year THEN withdrawn + offset_loan END) AS deposits_out_year
  FROM deposit GROUP BY ALL
), total AS (
  SELECT kind, '00' AS key, '00' AS union_code FROM label GROUP BY kind
)
SELECT d.as_of, kind, key, union_code, n.name, CASE WHEN union_code = '00' THEN 'Tổng cộng' ELSE u.name_vi END AS union_name, a.programme_code IS NULL AS with_deposits,
  coalesce(groups, 0) AS groups, coalesce(households, 0) AS households,
  coalesce(outstanding, 0) AS outstanding, coalesce(in_term, 0) AS in_term, coalesce(overdue, 0) AS overdue, coalesce(frozen, 0) AS frozen,
  CASE WHEN outstanding <> 0 THEN overdue::DOUBLE / outstanding::DOUBLE END AS overdue_ratio,
  CASE WHEN d.has_base THEN coalesce(outstanding, 0) - coalesce(outstanding_before, 0) END AS outstanding_change,
  CASE WHEN d.has_base THEN coalesce(overdue, 0) - coalesce(overdue_before, 0) END AS overdue_change,
  coalesce(disbursed_month, 0) AS disbursed_month, coalesce(disbursed_year, 0) AS disbursed_year,
  coalesce(collected_month, 0) AS collected_month, coalesce(collected_year, 0) AS collected_year,
  coalesce(interest_month, 0) AS interest_month, coalesce(interest_year, 0) AS interest_year,
  coalesce(written_off_month, 0) AS written_off_month, coalesce(written_off_year, 0) AS written_off_year,
  coalesce(turns_month, 0) AS turns_month, coalesce(turns_year, 0) AS turns_year,
  coalesce(short_term, 0) AS short_term, coalesce(medium_term, 0) AS medium_term, coalesce(long_term, 0) AS long_term,
  CASE WHEN with_deposits THEN coalesce(deposit_balance, 0) END AS deposit_balance,
  CASE WHEN with_deposits THEN coalesce(deposits_in_month, 0) END AS deposits_in_month, CASE WHEN with_deposits THEN coalesce(deposits_in_year, 0) END AS deposits_in_year,
  CASE WHEN with_deposits THEN coalesce(deposits_out_month, 0) END AS deposits_out_month, CASE WHEN with_deposits THEN coalesce(deposits_out_year, 0) END AS deposits_out_year,
  outstanding <> 0 OR outstanding_before <> 0 OR overdue_before <> 0 OR in_term <> 0 OR overdue <> 0 OR frozen <> 0 AS with_debt,
  disbursed_month <> 0 OR disbursed_year <> 0 OR collected_month <> 0 OR collected_year <> 0 AS with_turnover,
  interest_month <> 0 OR interest_year <> 0 AS with_interest,
  written_off_month <> 0 OR written_off_year <> 0 OR turns_month <> 0 OR turns_year <> 0 AS with_more,
  deposit_balance <> 0 OR deposits_in_month <> 0 OR deposits_in_year <> 0 OR deposits_out_month <> 0 OR deposits_out_year <> 0 AS with_saving
FROM total FULL JOIN loans USING (kind, key, union_code) FULL JOIN deposits USING (kind, key, union_code)
CROSS JOIN asked a JOIN day d ON d.as_of = a.as_of
LEFT JOIN label n USING (kind, key) LEFT JOIN union_list u USING (union_code)
