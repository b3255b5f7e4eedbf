package schemas

import (
	"fmt"
	"strings"
)

var duckTypes = [...]string{
	Code: "VARCHAR", Text: "VARCHAR", Int64: "BIGINT", Int32: "INTEGER", Int16: "SMALLINT", Bool: "BOOLEAN", Date: "DATE",
	Timestamp: "TIMESTAMP", Rate: "DECIMAL(7,4)", Ratio: "DOUBLE", Exact: "DECIMAL(38,12)",
}

// DuckDB returns the type's name in DuckDB.
func (t Type) DuckDB() string { return duckTypes[t] }

// DDL returns the DuckDB statements that make the table in a schema and comment on it and its columns.
func (t *Table) DDL(namespace string) string { return ddl(t, namespace, t.stored()) }

// SourceDDL returns the same for the table as the source contract offers it, personal columns included.
func (t *Table) SourceDDL(namespace string) string { return ddl(t, namespace, t.Offered()) }

func ddl(t *Table, namespace string, cols []Column) string {
	var b strings.Builder
	name := namespace + "." + t.Name
	fmt.Fprintf(&b, "CREATE TABLE %s (\n", name)
	for i, c := range cols {
		null, comma := " NOT NULL", ","
		if c.Null {
			null = ""
		}
		if i == len(cols)-1 {
			comma = ""
		}
		fmt.Fprintf(&b, "  %s %s%s%s\n", c.Name, c.Type.DuckDB(), null, comma)
	}
	fmt.Fprintf(&b, ");\nCOMMENT ON TABLE %s IS %s;\n", name, quote(t.Doc))
	for _, c := range cols {
		fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", name, c.Name, quote(c.Comment()))
	}
	return b.String()
}

// Comment is the column's documentation with its unit.
func (c Column) Comment() string {
	if c.Unit == "" {
		return c.Doc
	}
	return c.Doc + " [" + c.Unit + "]"
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
