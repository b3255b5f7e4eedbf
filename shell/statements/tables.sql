-- doc: The tables and views of the warehouse with their rows and what they are, those that explain themselves last.
-- grain: a row per table or view whose name, or schema and name, the pattern fits; * and ? as in names of files
SELECT schema, name, kind, rows, comment
FROM (
  SELECT schema_name AS schema, table_name AS name, 'table' AS kind, estimated_size AS rows, coalesce(comment, '') AS comment
  FROM duckdb_tables()
  WHERE database_name = 'warehouse' AND NOT internal
  UNION ALL
  SELECT schema_name, view_name, 'view', NULL, coalesce(comment, '')
  FROM duckdb_views()
  WHERE database_name = 'warehouse' AND NOT internal
)
WHERE name GLOB $pattern OR schema || '.' || name GLOB $pattern OR schema = $pattern
ORDER BY list_position(['report', 'trend', 'indicator', 'fact', 'dim', 'check', 'scoped', 'meta'], schema), schema, name
