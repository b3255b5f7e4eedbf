package lake

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// guard refuses batches that are not rows of a table's unit.
type guard struct {
	schema        *arrow.Schema
	unit          Unit
	branch, month int // column numbers; -1: not kept by it
}

func newGuard(t *schemas.Table, u Unit) *guard {
	g := &guard{schema: t.Arrow(), unit: u, branch: -1, month: -1}
	if t.ByBranch() {
		g.branch = index(g.schema, "branch_code")
	}
	if t.Month != "" {
		g.month = index(g.schema, t.Month)
	}
	return g
}

func index(s *arrow.Schema, name string) int {
	if i := s.FieldIndices(name); len(i) > 0 {
		return i[0]
	}
	return -1
}

func (g *guard) check(b arrow.RecordBatch) error {
	if err := sameSchema(g.schema, b.Schema()); err != nil {
		return err
	}
	for i, f := range g.schema.Fields() {
		if !f.Nullable && b.Column(i).NullN() > 0 {
			return fmt.Errorf("column %s has %d nulls and allows none", f.Name, b.Column(i).NullN())
		}
	}
	if g.branch >= 0 {
		if err := g.checkBranch(b.Column(g.branch)); err != nil {
			return err
		}
	}
	if g.month >= 0 {
		return g.checkMonth(b.Column(g.month))
	}
	return nil
}

func (g *guard) checkBranch(column arrow.Array) error {
	codes, ok := column.(*array.Dictionary)
	if !ok {
		return fmt.Errorf("branch_code is %s, want a dictionary", column.DataType())
	}
	values, ok := codes.Dictionary().(*array.String)
	if !ok {
		return fmt.Errorf("branch_code holds %s, want text", codes.Dictionary().DataType())
	}
	last := -1
	for i := range codes.Len() {
		k := codes.GetValueIndex(i)
		if k == last {
			continue
		}
		if v := values.Value(k); v != g.unit.Branch {
			return fmt.Errorf("a row of branch %q in a unit of branch %q", v, g.unit.Branch)
		}
		last = k
	}
	return nil
}

func (g *guard) checkMonth(column arrow.Array) error {
	days, ok := column.(*array.Date32)
	if !ok {
		return fmt.Errorf("the month column is %s, want date32", column.DataType())
	}
	first, last := arrow.Date32(g.unit.Month.First()), arrow.Date32(g.unit.Month.Last())
	for _, d := range days.Date32Values() {
		if d < first || d > last {
			return fmt.Errorf("a row of %s in a unit of %s", calendar.Day(d), g.unit.Month)
		}
	}
	return nil
}

// sameSchema compares names, types and nullability; field metadata is the table's own business.
func sameSchema(want, got *arrow.Schema) error {
	if want.NumFields() != got.NumFields() {
		return fmt.Errorf("%d columns, want %d", got.NumFields(), want.NumFields())
	}
	for i, w := range want.Fields() {
		g := got.Field(i)
		if w.Name != g.Name || w.Nullable != g.Nullable || !arrow.TypeEqual(w.Type, g.Type) {
			return fmt.Errorf("column %d is %s %s (null: %t), want %s %s (null: %t)",
				i+1, g.Name, g.Type, g.Nullable, w.Name, w.Type, w.Nullable)
		}
	}
	return nil
}
