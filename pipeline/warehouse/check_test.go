package warehouse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/queries"
)

// TestChecks feeds each check data that breaks it: a case's name begins with the check's, and
// want/findings lists what has to be found.
func TestChecks(t *testing.T) {
	broken := map[string]bool{}
	for _, f := range fixtures(t, "checks/*.txtar") {
		name, _, _ := strings.Cut(f.name(), "-")
		broken[name] = broken[name] || f.want["findings"] != ""
		t.Run(f.name(), func(t *testing.T) {
			t.Parallel()
			_, outcomes := f.build(t)
			var b strings.Builder
			for _, o := range outcomes {
				if o.Name != name {
					continue
				}
				for _, finding := range o.Findings {
					fmt.Fprintln(&b, finding)
				}
				if o.Failures != int64(len(o.Findings)) {
					t.Errorf("%d failures, %d findings", o.Failures, len(o.Findings))
				}
				if o.Failed() != (o.Failures > 0 && o.Severity == queries.Error) {
					t.Errorf("Failed() is %t with %d failures of severity %s", o.Failed(), o.Failures, o.Severity)
				}
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
	for _, f := range fixtures(t, "sound.txtar") {
		w, outcomes := f.build(t)
		if len(outcomes) != len(queries.Checks()) {
			t.Errorf("%d outcomes of %d checks", len(outcomes), len(queries.Checks()))
		}
		for _, o := range outcomes {
			if o.Failures != 0 {
				t.Errorf("%s fails: %v", o.Name, o.Findings)
			}
			if o.Examined != nil && *o.Examined == 0 && o.Name != "too_many_quarantined" {
				t.Errorf("%s examined nothing", o.Name)
			}
		}
		kept, err := w.Checks(t.Context())
		if err != nil || !slices.EqualFunc(kept, outcomes, sameOutcome) {
			t.Errorf("the file keeps %+v, %v; Build returned %+v", kept, err, outcomes)
		}
	}
}

func sameOutcome(a, b warehouse.CheckOutcome) bool {
	return a.Name == b.Name && a.Severity == b.Severity && a.Failures == b.Failures && a.TitleVI == b.TitleVI && len(a.Findings) == len(b.Findings)
}
