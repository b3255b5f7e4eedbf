-- doc: ratios
-- grain: as_of, level, branch_code, code, union_code, indicator
SELECT * FROM every_ratio WHERE level <> 'commune'
