package warehouse

import (
	"maps"
	"slices"
	"strings"
)

// tableFunctions are those that a statement may read from. The others read files, run text as a statement, tell how the
// machine is set up, or change something.
var tableFunctions = set(
	"range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree",
	"duckdb_columns", "duckdb_constraints", "duckdb_functions", "duckdb_indexes", "duckdb_keywords", "duckdb_schemas", "duckdb_tables", "duckdb_types", "duckdb_views",
	"pragma_table_info", "pragma_version", "pg_timezone_names", "icu_calendar_names",
)

// closedFunctions are the functions of a value that tell how the machine is set up, bind a text as a statement or
// write to the log. Every other one computes from what it is given.
var closedFunctions = set("current_setting", "json_serialize_plan", "write_log", "parse_duckdb_log_message")

// catalogues are the views that DuckDB has of itself, by how their names begin, and which of them may be read.
var (
	catalogues     = []string{"duckdb_", "pragma_", "sqlite_", "pg_"}
	catalogueViews = set(
		"duckdb_columns", "duckdb_constraints", "duckdb_indexes", "duckdb_schemas", "duckdb_tables", "duckdb_types", "duckdb_views",
		"sqlite_master", "sqlite_schema",
		"pg_am", "pg_attrdef", "pg_attribute", "pg_class", "pg_collation", "pg_constraint", "pg_database", "pg_depend", "pg_description", "pg_enum",
		"pg_index", "pg_indexes", "pg_namespace", "pg_proc", "pg_sequence", "pg_sequences", "pg_tables", "pg_type", "pg_views",
	)
)

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// inspect walks a statement's tree and refuses the first function or table that may not be used; nil when there is none.
func inspect(node any) *QueryError {
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			if e := inspect(child); e != nil {
				return e
			}
		}
	case map[string]any:
		if e := inspectOne(n); e != nil {
			return e
		}
		for _, child := range n {
			if e := inspect(child); e != nil {
				return e
			}
		}
	}
	return nil
}

// inspectOne looks at a node itself: a call, a function read as a table, a table.
func inspectOne(node map[string]any) *QueryError {
	if name := lower(node, "function_name"); closedFunctions[name] {
		return closed(node, "the function "+name)
	}
	switch node["type"] {
	case "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		if name := lower(function, "function_name"); !tableFunctions[name] {
			return closed(node, "the table function "+name)
		}
	case "BASE_TABLE", "SHOW_REF":
		name := strings.Trim(lower(node, "table_name"), `"`)
		for _, prefix := range catalogues {
			if strings.HasPrefix(name, prefix) && !catalogueViews[name] {
				return closed(node, "the view "+name)
			}
		}
	}
	return nil
}

// tablesOf lists the tables that a tree names, without those that it makes itself by WITH.
func tablesOf(tree any) []string {
	tables, made := map[string]bool{}, map[string]bool{}
	gather(tree, tables, made)
	maps.DeleteFunc(tables, func(name string, _ bool) bool { return made[name] })
	return slices.Sorted(maps.Keys(tables))
}

func gather(node any, tables, made map[string]bool) {
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			gather(child, tables, made)
		}
	case map[string]any:
		if name := lower(n, "table_name"); name != "" && (n["type"] == "BASE_TABLE" || n["type"] == "SHOW_REF") {
			if schema := lower(n, "schema_name"); schema != "" {
				name = schema + "." + name
			}
			tables[name] = true
		}
		if ctes, ok := n["cte_map"].(map[string]any); ok {
			list, _ := ctes["map"].([]any)
			for _, c := range list {
				entry, _ := c.(map[string]any)
				made[lower(entry, "key")] = true
			}
		}
		for _, child := range n {
			gather(child, tables, made)
		}
	}
}

func lower(node map[string]any, key string) string {
	text, _ := node[key].(string)
	return strings.ToLower(text)
}

// closed refuses a node, at its place in the statement.
func closed(node map[string]any, what string) *QueryError {
	at := -1
	if f, ok := node["query_location"].(float64); ok && f < longest {
		at = int(f)
	}
	return &QueryError{Reason: Refused, At: at, Problem: what + " may not be used here",
		Remedy: "a query reads the tables and views of the warehouse: \\dt lists them"}
}
