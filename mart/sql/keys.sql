-- The primary keys of the tables that readers see.
SELECT n.nspname, c.relname, o.conname, 'PRIMARY KEY (' || string_agg('"' || a.attname || '"', ', ' ORDER BY k.at) || ')'
FROM pg_constraint o
JOIN pg_class c ON c.oid = o.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN unnest(o.conkey) WITH ORDINALITY AS k (attnum, at)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
WHERE o.contype = 'p' AND obj_description(n.oid, 'pg_namespace') LIKE 'uythac:%' AND n.nspname <> 'uythac_store'
GROUP BY 1, 2, 3
