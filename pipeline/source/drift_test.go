package source

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/schemas"
)

// TestDrift: a branch has branch_code and name; what else a source may have of it.
func TestDrift(t *testing.T) {
	code := resultColumn{name: "branch_code", typ: "character(6)", class: classPadded}
	name := resultColumn{name: "name", typ: "text", class: classText}
	extra := resultColumn{name: "opened_on", typ: "date", class: classDate}
	photo := resultColumn{name: "photo", typ: "bytea", class: classOther}
	renamed := resultColumn{name: "ten", typ: "text", class: classText}
	retyped := resultColumn{name: "name", typ: "bytea", class: classOther}
	for _, c := range []struct {
		what   string
		policy Drift
		have   []resultColumn
		want   string // of the error
		extra  []string
		notes  int
	}{
		{"as the contract says", "", []resultColumn{name, code}, "", nil, 0},
		{"new, frozen", Freeze, []resultColumn{code, name, extra}, "column opened_on: column opened_on is not in the contract\n  → leave it out in source.tables.branch.query, or set source.tables.branch.drift to evolve", nil, 0},
		{"new by default", "", []resultColumn{code, name, extra}, "is not in the contract", nil, 0},
		{"new, left out", Discard, []resultColumn{code, photo, name, extra}, "", nil, 2},
		{"new, kept", Evolve, []resultColumn{renamed, code, name, extra}, "", []string{"opened_on", "ten"}, 2},
		{"new, no text", Evolve, []resultColumn{code, name, photo}, "photo is bytea, which cannot be kept as text", nil, 0},
		{"missing", Evolve, []resultColumn{code}, "column name is missing\n  → select it in source.tables.branch.query", nil, 0},
		{"renamed", Discard, []resultColumn{code, renamed}, "if it was renamed to ten, select ten AS name", nil, 0},
		{"renamed, frozen", "", []resultColumn{code, renamed}, "column name is missing; column ten is not in the contract\n  → if it was renamed to ten", nil, 0},
		{"retyped", Discard, []resultColumn{code, retyped}, "column name is bytea, the contract's is text\n  → cast it to the contract's type", nil, 0},
		{"all at once", "", []resultColumn{retyped, extra}, "column name is bytea, the contract's is text; column branch_code is missing; column opened_on is not in the contract", nil, 0},
		{"twice", "", []resultColumn{code, name, name}, "column name is there twice", nil, 0},
		{"the copy's own name", Evolve, []resultColumn{code, name, {name: schemas.BadCells, class: classText}}, "has a name that the copy needs", nil, 0},
	} {
		config := Config{Tables: map[string]TableConfig{"branch": {Drift: c.policy}}}
		l := &layout{table: &schemas.Branch}
		err := config.fit(&schemas.Branch, l, c.have)
		if c.want != "" {
			var r *Refusal
			if !errors.As(err, &r) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		if err != nil || !slices.Equal(l.shape.Extra, c.extra) || len(l.shape.Notes) != c.notes || len(l.picks) != 2+len(c.extra) {
			t.Errorf("%s: %v, %+v", c.what, err, l.shape)
		}
	}
}

// TestPersonalIsNoDrift: a table that has the contract's personal columns, or lacks them, fits; they are not read.
func TestPersonalIsNoDrift(t *testing.T) {
	code, kind := resultColumn{name: "customer_code", class: classText}, resultColumn{name: "household_kind", class: classText}
	for _, have := range [][]resultColumn{{code, kind}, {code, kind, {name: "full_name", class: classOther}, {name: "birth_date", class: classText}}} {
		l := &layout{table: &schemas.Customer}
		if err := new(Config).fit(&schemas.Customer, l, have); err != nil || len(l.picks) != 2 {
			t.Errorf("%v: %v", err, l.picks)
		}
	}
}
