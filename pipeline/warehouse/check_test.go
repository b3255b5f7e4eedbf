package warehouse

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/queries"
)

// TestChecks feeds each check data that breaks it: a case's name begins with the check's, and
// want/findings lists what has to be found.
func TestChecks(t *testing.T) {
	bench := newBench(t)
	broken := map[string]bool{}
	for _, f := range fixtures(t, "checks/*.txtar") {
		name, _, _ := strings.Cut(f.name(), "-")
		broken[name] = broken[name] || f.want["findings"] != ""
		t.Run(f.name(), func(t *testing.T) {
			bench.run(t, f, func(b *builder, ctx context.Context) error {
				i := slices.IndexFunc(queries.Checks(), func(q queries.Query) bool { return q.Name == name })
				if i < 0 {
					t.Fatalf("there is no check %s", name)
				}
				return b.check(ctx, queries.Checks()[i])
			})
			outcomes, err := bench.outcomes(t.Context())
			if err != nil || len(outcomes) != 1 {
				t.Fatalf("outcomes %v, %v", outcomes, err)
			}
			o := outcomes[0]
			var b strings.Builder
			for _, finding := range o.Findings {
				fmt.Fprintf(&b, "%s\n  %s\n", finding, finding.In("vi"))
			}
			if o.Failures != int64(len(o.Findings)) {
				t.Errorf("%d failures, %d findings", o.Failures, len(o.Findings))
			}
			if o.Failed() != (o.Failures > 0 && o.Severity == queries.Error) {
				t.Errorf("Failed() is %t with %d failures of severity %s", o.Failed(), o.Failures, o.Severity)
			}
			f.expect(t, "findings", b.String())
		})
	}
	for _, q := range queries.Checks() {
		if !broken[q.Name] {
			t.Errorf("no case shows that check %s can fail", q.Name)
		}
	}
}

// TestChecksPass builds a small branch in which all is well: every check examines something, and
// finds nothing.
func TestChecksPass(t *testing.T) {
	path := filepath.Join(t.TempDir(), "warehouse-1.duckdb")
	outcomes, err := Build(t.Context(), path, sound(t).input(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(outcomes) != len(queries.Checks()) {
		t.Errorf("%d outcomes of %d checks", len(outcomes), len(queries.Checks()))
	}
	for _, o := range outcomes {
		if o.Failures != 0 {
			t.Errorf("%s fails: %v", o.Name, o.Findings)
		}
		if o.Examined != nil && *o.Examined == 0 {
			t.Errorf("%s examined nothing", o.Name)
		}
	}
	kept, err := open(t, path).Checks(t.Context())
	if err != nil || !reflect.DeepEqual(kept, outcomes) {
		t.Errorf("the file keeps %+v, %v; Build returned %+v", kept, err, outcomes)
	}
}
