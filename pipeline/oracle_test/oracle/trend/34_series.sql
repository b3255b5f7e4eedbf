-- doc: series
-- grain: as_of, level, branch_code, code, union_code, indicator
SELECT * FROM every_series WHERE level NOT IN ('group', 'commune')
