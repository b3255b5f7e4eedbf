-- The tables in the store, each with the table that readers see it by.
SELECT n.nspname, c.relname, m.nspname || '.' || k.relname
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhparent
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class k ON k.oid = i.inhrelid
JOIN pg_namespace m ON m.oid = k.relnamespace
WHERE m.nspname = 'uythac_store'
