package warehouse

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// TestReports compares the report rows of each case: want/<report>@<day> is the
// report on that day, want/<report>@<day>@en in English; a scope may stand after the
// language, as @vi@office=003701,union=11.
func TestReports(t *testing.T) {
	bench := newBench(t)
	w := &Warehouse{s: bench.session}
	for _, f := range fixtures(t, "reports/*.txtar") {
		t.Run(f.name(), func(t *testing.T) {
			bench.run(t, f, (*builder).indicators, (*builder).reports, (*builder).demands)
			for name := range f.want {
				parts := strings.Split(name+"@vi@", "@")
				table, ok := schemas.Lookup(parts[0])
				if !ok {
					t.Fatalf("there is no report %s", parts[0])
				}
				day, err := calendar.Parse(parts[1])
				if err != nil {
					t.Fatal(err)
				}
				rows, err := read(t, w, table, day, parts[2:])
				if err != nil {
					t.Fatal(err)
				}
				f.expect(t, name, text(table.Columns[1:], rows))
			}
		})
	}
}

// read reads a report of either kind; parts are the language and the scope.
func read(t *testing.T, w *Warehouse, table *schemas.Table, day calendar.Day, parts []string) ([][]any, error) {
	t.Helper()
	scope := scoped(parts[1])
	if !table.Demand && scope == (Scope{}) {
		return w.Report(t.Context(), table, day, parts[0])
	}
	return w.Demand(t.Context(), table, day, scope, parts[0])
}

// scoped reads a scope, as office=003701,union=11.
func scoped(text string) (scope Scope) {
	into := map[string]*string{"union": &scope.Union, "office": &scope.Office, "commune": &scope.Commune, "programme": &scope.Programme, "branch": &scope.Branch}
	for part := range strings.SplitSeq(text, ",") {
		what, code, named := strings.Cut(part, "=")
		if p := into[what]; named && p != nil {
			*p = code
		}
	}
	return scope
}

// text writes rows as the command's CSV would.
func text(columns []schemas.Column, rows [][]any) string {
	var b strings.Builder
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(c.Name)
	}
	b.WriteByte('\n')
	for _, row := range rows {
		for i, v := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			switch v := v.(type) {
			case nil:
			case float64:
				b.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
			default:
				fmt.Fprint(&b, v)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}
