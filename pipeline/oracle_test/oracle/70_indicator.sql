-- doc: every cut with all its measures, zeros where a part has none
-- grain: as_of, cut, branch_code, key, union_code
SELECT * REPLACE (
    coalesce(par_1, 0) AS par_1, coalesce(par_30, 0) AS par_30, coalesce(par_90, 0) AS par_90, coalesce(par_180, 0) AS par_180,
    coalesce(inactive_3, 0) AS inactive_3, coalesce(inactive_6, 0) AS inactive_6, coalesce(inactive_12, 0) AS inactive_12,
    coalesce(forgotten_amount, 0) AS forgotten_amount)
FROM loan_cut
FULL JOIN loan_move USING (as_of, cut, branch_code, "key", union_code)
FULL JOIN deposit_cut USING (as_of, cut, branch_code, "key", union_code)
FULL JOIN group_cut USING (as_of, cut, branch_code, "key", union_code)
