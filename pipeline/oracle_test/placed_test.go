package oracle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// place makes the oracle compute the trends by place in a scope, after trends.
func (o *oracle) place(t testing.TB, s warehouse.Scope) {
	t.Helper()
	o.exec(t, fmt.Sprintf("CREATE OR REPLACE TABLE placed_scope AS SELECT nullif('%s', '') AS union_code, nullif('%s', '') AS office_code, nullif('%s', '') AS commune_code, nullif('%s', '') AS programme_code, nullif('%s', '') AS branch_code",
		s.Union, s.Office, s.Commune, s.Programme, s.Branch))
	entries, err := scripts.ReadDir("oracle/placed")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		_, name, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".sql"), "_")
		o.exec(t, "CREATE OR REPLACE TABLE "+name+" AS\n"+o.script(t, "oracle/placed/"+e.Name()))
	}
}

// comparePlaced holds the trends by place against the oracle on the last day: of everything, and in two scopes by chance.
func comparePlaced(t testing.TB, where string, o *oracle, p *product, w *world) {
	t.Helper()
	file, err := warehouse.Open(t.Context(), p.file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read
	days, err := file.FactDays(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(days) == 0 {
		return
	}
	d, scopes := &differences{t: t}, w.scopes()
	for _, scope := range []warehouse.Scope{{}, pick(w, scopes), pick(w, scopes)} {
		d.where = fmt.Sprintf("%s, %v", where, scope)
		o.place(t, scope)
		for _, r := range schemas.Trends() {
			if schemas.IsPlaced(r) {
				d.placed(o, file, r, days[len(days)-1], scope)
			}
		}
	}
	if d.found > 0 {
		t.Errorf("%s: %d differences in trends by place", where, d.found)
	}
}

// placed compares one trend by place. Names are those of reports by place, which have their own comparison.
func (d *differences) placed(o *oracle, file *warehouse.Warehouse, r *schemas.Table, day calendar.Day, scope warehouse.Scope) {
	d.t.Helper()
	got, err := file.Trend(d.t.Context(), r, day, scope, nil, "vi")
	if err != nil {
		d.t.Fatal(err)
	}
	trend, kind, _ := strings.Cut(r.Name, "_by_")
	var columns []string
	for _, c := range r.Columns {
		if !slices.Contains(r.Key, c.Name) && !strings.HasSuffix(c.Name, "_name") {
			columns = append(columns, c.Name)
		}
	}
	key := strings.Join(r.Key, ", ")
	days := ""
	if !r.Running {
		days = " AND as_of = DATE '" + day.String() + "'"
	}
	want := newSide(d.t, o.db, fmt.Sprintf("SELECT %s, %s FROM (SELECT *, code AS %s_code FROM placed_%s WHERE kind = '%s'%s)", key, strings.Join(columns, ", "), kind, trend, kind, days), len(r.Key))
	have, order := side{columns: columns, rows: map[string][]string{}}, columnOrder(r, columns)
	for _, row := range got {
		texts := make([]string, len(order))
		for i, at := range order {
			texts[i] = text(d.t, row[at])
		}
		k := strings.Join(texts[:len(r.Key)], " ")
		have.rows[k], have.keys = texts[len(r.Key):], append(have.keys, k)
	}
	d.compare(r.Name, want, have, false)
}
