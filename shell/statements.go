package shell

import _ "embed"

// The statements that the shell itself asks.
var (
	//go:embed statements/tables.sql
	tablesSQL string
	//go:embed statements/relation.sql
	relationSQL string
	//go:embed statements/columns.sql
	columnsSQL string
	//go:embed statements/names.sql
	namesSQL string
)
