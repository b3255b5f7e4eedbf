package schemas

import (
	"slices"
	"testing"
)

// TestOrigins: every origin names measures that there are, every measure is used, and every figure of
// the published reports has an origin.
func TestOrigins(t *testing.T) {
	used := map[string]bool{}
	look := func(o Origin) {
		for _, q := range o {
			for _, term := range append(append([]Term{}, q.Terms...), q.Over...) {
				used[term.Measure] = true
				if _, ok := MeasureNamed(term.Measure); !ok {
					t.Errorf("there is no measure %q", term.Measure)
				}
			}
		}
	}
	for _, o := range headlineOrigins {
		look(o)
	}
	for _, r := range append(Reports(), Demands()...) {
		for _, c := range r.Columns[1:] {
			o, ok := OriginOf(r, c.Name, "outstanding")
			look(o)
			if figure := c.Type == Int64 || c.Type == Ratio || c.Type == Exact; !ok && figure && !r.Demand {
				t.Errorf("%s.%s has no origin", r.Name, c.Name)
			}
		}
	}
	for _, r := range Demands() {
		for _, c := range r.Columns[1:] {
			_, sum := OriginOf(r, c.Name, "")
			if _, taken := SourceOf(r, c.Name); !sum && !taken && !slices.Contains(r.Key, c.Name) {
				t.Errorf("%s.%s comes from nowhere", r.Name, c.Name)
			}
		}
	}
	for name := range measures {
		if !used[name] {
			t.Errorf("measure %s explains nothing", name)
		}
	}
}
