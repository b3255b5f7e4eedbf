-- doc: The tables and views that a name may mean: schema.name, or the name alone.
-- grain: a row per table or view
SELECT schema_name AS schema, table_name AS name, coalesce(comment, '') AS comment
FROM duckdb_tables()
WHERE database_name = 'warehouse' AND $name IN (table_name, schema_name || '.' || table_name)
UNION ALL
SELECT schema_name, view_name, coalesce(comment, '')
FROM duckdb_views()
WHERE database_name = 'warehouse' AND $name IN (view_name, schema_name || '.' || view_name)
ORDER BY ALL
