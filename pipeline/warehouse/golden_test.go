package warehouse

import (
	"strings"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// TestGoldens: every report and trend is held against rows that a person can check, on two days at least, in a warehouse
// that is not empty.
func TestGoldens(t *testing.T) {
	days := map[string]map[string]bool{}
	for _, f := range append(fixtures(t, "reports/*.txtar"), fixtures(t, "trends/*.txtar")...) {
		if f.name() == "empty" {
			continue
		}
		for name := range f.want {
			parts := strings.SplitN(name, "@", 3)
			if days[parts[0]] == nil {
				days[parts[0]] = map[string]bool{}
			}
			days[parts[0]][parts[1]] = true
		}
	}
	for _, r := range append(append(schemas.Reports(), schemas.Demands()...), schemas.Trends()...) {
		if len(days[r.Name]) < 2 {
			t.Errorf("%s is expected on %d days, want 2", r.Name, len(days[r.Name]))
		}
	}
}
