-- doc: The band of an inactive loan: 3, 6 or 12, more than so many months without activity, the longest that is true; NULL when it is none. Students' loans and frozen ones are never inactive.
-- params: as_of, last_activity_on, frozen, programme
CASE
  WHEN frozen <> 0 OR programme IS NOT DISTINCT FROM 'HSSV' THEN NULL
  WHEN last_activity_on < as_of - INTERVAL 12 MONTH THEN 12
  WHEN last_activity_on < as_of - INTERVAL 6 MONTH THEN 6
  WHEN last_activity_on < as_of - INTERVAL 3 MONTH THEN 3
END
