-- doc: the union rows of trends
-- grain: as_of, union_code
SELECT as_of, month_start, month_before, union_code, name_vi AS union_name FROM day, union_list
UNION ALL
SELECT as_of, month_start, month_before, '00', 'Tổng cộng' FROM day
