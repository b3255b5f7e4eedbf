package analyst_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/analyst"
)

// TestDescribe: a statement says what it would answer with and wants to be told, and does not run.
func TestDescribe(t *testing.T) {
	p := newPool(t, analyst.Limits{})
	for _, c := range []struct{ sql, want string }{
		{"SELECT run, started_at AS at FROM meta.run", "[run:utf8 at:timestamp[us]] [] [meta.run]"},
		{"SELECT * FROM dim.branch WHERE branch_code = ? AND valid_from <= $2 LIMIT $3", ""},
		{`WITH a AS (SELECT $x::BIGINT AS n) SELECT n, n AS n FROM a, "check".result JOIN META.Run r ON true`, "[n:int64 n:int64] [x:int64] [check.result meta.run]"},
		{"SELECT count(*) FROM dim.branch WHERE name = ?", "[count_star():int64] [1:utf8] [dim.branch]"},
		{"SELECT sleep_ms(60000)", "[sleep_ms(60000):"},
	} {
		began := time.Now()
		d, err := p.Describe(t.Context(), file(t), c.sql)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s: mixed parameters are described: %v", c.sql, d)
			}
			continue
		}
		var b strings.Builder
		for i, f := range slices.Concat(d.Columns, d.Parameters) {
			if i == len(d.Columns) && i > 0 {
				b.WriteString("] [")
			} else if i > 0 {
				b.WriteString(" ")
			}
			fmt.Fprintf(&b, "%s:%s", f.Name, f.Type)
		}
		got := "[" + b.String() + "]"
		if len(d.Parameters) == 0 {
			got += " []"
		}
		if got += fmt.Sprintf(" %s", d.Tables); err != nil || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s\n%s, want %s: %v", c.sql, got, c.want, err)
		}
		if time.Since(began) > 10*time.Second {
			t.Errorf("%s was run", c.sql)
		}
	}
	for sql, want := range map[string]string{"DROP TABLE dim.branch": analyst.Refused, "SELECT * FROM query('SELECT 1')": analyst.Refused, "SELECT nothing FROM meta.run": analyst.Invalid, "SELECT ?": analyst.Invalid} {
		if _, err := p.Describe(t.Context(), file(t), sql); reason(err) != want {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

// TestAsk: variables are the statement's own, moments and parameters without names are bound, and the tables are named.
func TestAsk(t *testing.T) {
	p := newPool(t, analyst.Limits{Concurrency: 1})
	for _, c := range []struct {
		s    analyst.Statement
		want string
	}{
		{analyst.Statement{SQL: "SELECT getvariable('as_of')::DATE::VARCHAR || getvariable('union_code')", Variables: map[string]string{"as_of": "2020-12-31", "union_code": "1'1"}}, "2020-12-311'1"},
		{analyst.Statement{SQL: "SELECT coalesce(getvariable('as_of')::VARCHAR, 'unset')"}, "unset"},
		{analyst.Statement{SQL: "SELECT (?::TIMESTAMP + INTERVAL 1 DAY)::VARCHAR || ?", Params: map[string]any{"1": time.Date(2020, 2, 28, 1, 2, 3, 4000, time.UTC), "2": "x"}}, "2020-02-29 01:02:03.000004x"},
		{analyst.Statement{SQL: "SELECT count(*)::VARCHAR FROM meta.run WHERE started_at < ?", Params: map[string]any{"1": time.Date(2030, 2, 28, 0, 0, 0, 0, time.UTC)}}, "1"},
		{analyst.Statement{SQL: "SELECT count(*)::VARCHAR FROM meta.run WHERE started_at < $1 AND through < $2", Params: map[string]any{"1": "2030-02-28", "2": "2030-02-28"}}, "1"},
	} {
		r, err := p.Ask(t.Context(), file(t), c.s)
		if err != nil {
			t.Errorf("%s: %v", c.s.SQL, err)
			continue
		}
		got := ""
		for b, err := range r.Batches() {
			if err != nil {
				t.Fatal(err)
			}
			got += b.Column(0).ValueStr(0)
			if b.Schema().HasMetadata() {
				t.Errorf("%s: the rows tell %v", c.s.SQL, b.Schema().Metadata())
			}
		}
		if got != c.want {
			t.Errorf("%s gives %s, want %s", c.s.SQL, got, c.want)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := p.Ask(t.Context(), file(t), analyst.Statement{SQL: "SELECT 1", Variables: map[string]string{"x = 1; DROP": ""}}); reason(err) != analyst.Invalid {
		t.Errorf("a name that is none: %v", err)
	}
}
