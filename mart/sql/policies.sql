-- The row-level policies that publications made.
SELECT y.schemaname, y.tablename, y.policyname
FROM pg_policies y
JOIN pg_namespace n ON n.nspname = y.schemaname
WHERE y.policyname LIKE 'uythac\_%' AND obj_description(n.oid, 'pg_namespace') LIKE 'uythac:%'
