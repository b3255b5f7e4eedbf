-- doc: All names that a statement may hold: the columns with their tables and schemas, and the functions.
-- grain: a row per column or function
SELECT schema_name AS schema, table_name AS relation, column_name AS name
FROM duckdb_columns()
WHERE database_name = 'warehouse' AND NOT internal
UNION ALL
SELECT DISTINCT '', '', function_name
FROM duckdb_functions()
WHERE function_type IN ('scalar', 'aggregate', 'macro') AND regexp_matches(function_name, '^[a-z][a-z0-9_]*$')
  AND NOT starts_with(function_name, 'icu_') AND NOT starts_with(function_name, '__')
ORDER BY ALL
