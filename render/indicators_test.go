package render_test

import (
	"testing"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// TestIndicatorsHaveWords: people read every measure by a name in both languages.
func TestIndicatorsHaveWords(t *testing.T) {
	for _, c := range append(schemas.LoanMeasures(), schemas.GroupMeasures()...) {
		for _, lang := range []string{"vi", "en"} {
			if w := render.Word(lang, "indicator", c.Name); w == c.Name && c.Name != "overdue" && c.Name != "frozen" && c.Name != "outstanding" && c.Name != "loans" &&
				c.Name != "members" && c.Name != "savers" && c.Name != "disbursed" {
				t.Errorf("%s has no words in %s", c.Name, lang)
			}
		}
	}
}
