package dbtest

import (
	"os"
	"os/exec"
	"testing"
)

// Python is an interpreter with which a program runs to its end: the one that DUCKDB_PYTHON names, or python3. Where neither
// does, the test ends as for other missing things; packages are what to install, as pip takes them.
func Python(tb testing.TB, program, packages string) string {
	tb.Helper()
	for _, p := range []string{os.Getenv("DUCKDB_PYTHON"), "python3"} {
		if p != "" && exec.CommandContext(tb.Context(), p, "-c", program).Run() == nil {
			return p
		}
	}
	Missing(tb, "no Python has "+packages, "python3 -m venv ~/.duckdb && ~/.duckdb/bin/pip install "+packages+", and DUCKDB_PYTHON=~/.duckdb/bin/python")
	return ""
}
