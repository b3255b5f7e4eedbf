-- doc: migration by place, of the last day that is asked for
-- grain: as_of, kind, code, union_code, from_state, to_state
WITH gone AS (SELECT *, if(opening > 0, opening, closing) AS moved FROM placed_way),
total AS (SELECT as_of, kind, code, union_code, from_state, count(*) AS all_loans, sum(moved) AS all_moved FROM gone GROUP BY ALL)
SELECT g.as_of, g.kind, g.code, g.union_code, g.from_state, g.to_state, count(*) AS loans, sum(g.moved) AS amount, sum(g.closing) AS closing,
  if(g.from_state IN ('in_term', 'overdue', 'frozen'), sum(g.moved) / any_value(t.all_moved), NULL) AS share,
  if(g.from_state IN ('in_term', 'overdue', 'frozen'), count(*) / any_value(t.all_loans), NULL) AS loans_share,
  NOT (any_value(t.all_loans) >= 20 AND any_value(t.all_moved) >= 100000000) AS small_base
FROM gone g JOIN total t USING (as_of, kind, code, union_code, from_state)
GROUP BY g.as_of, g.kind, g.code, g.union_code, g.from_state, g.to_state
