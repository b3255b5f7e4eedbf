-- doc: The columns of a table or view: type, whether NULL may be, unit and definition. The comment stands where the
--   dictionary has no definition.
-- grain: a row per column, in their order
SELECT
  c.column_name AS "column", c.data_type AS type, coalesce(d.nullable, c.is_nullable) AS nullable,
  coalesce(d.unit, '') AS unit, coalesce(d.doc, c.comment, '') AS definition
FROM duckdb_columns() c
LEFT JOIN meta.definition d ON d.table_name = c.schema_name || '.' || c.table_name AND d.column_name = c.column_name
WHERE c.database_name = 'warehouse' AND c.schema_name = $schema AND c.table_name = $name
ORDER BY c.column_index
