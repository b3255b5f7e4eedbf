package closing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

var allocator = memory.DefaultAllocator

// Figure is a cell of a report: where it stands and what it says.
type Figure struct {
	Report, Row, Column string // Row is the key without the as-of day, separated by commas
	Value               string // in digits; meaningless when Null
	Null                bool
}

func (f Figure) place() place { return place{f.Report, f.Row, f.Column} }

type place struct{ report, row, column string }

// FiguresOf lists the figures of a report's rows, which carry the table's columns without as_of: all
// columns but the key and texts, which are names.
func FiguresOf(t *schemas.Table, rows [][]any) ([]Figure, error) {
	var all []Figure
	for _, row := range rows {
		var key []string
		from := len(all)
		for i, c := range t.Columns[1:] {
			value, err := text(row[i])
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", t.Name, c.Name, err)
			}
			switch {
			case slices.Contains(t.Key, c.Name):
				key = append(key, value)
			case c.Type != schemas.Text:
				all = append(all, Figure{Report: t.Name, Column: c.Name, Value: value, Null: row[i] == nil})
			}
		}
		for i := range all[from:] {
			all[from+i].Row = strings.Join(key, ",")
		}
	}
	return all, nil
}

// text is [render.Plain], and nothing for NULL.
func text(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	return render.Plain(v)
}

// Hash is the SHA-256 of figures, whatever their order, in hexadecimal digits.
func Hash(figures []Figure) string {
	h := sha256.New()
	for _, f := range ordered(figures) {
		_, _ = fmt.Fprintf(h, "%q %q %q %t %q\n", f.Report, f.Row, f.Column, f.Null, f.Value) // a hash never fails to write
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ordered is a copy sorted by report, row and column.
func ordered(figures []Figure) []Figure {
	return slices.SortedFunc(slices.Values(figures), func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Report, b.Report), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
}

// freeze writes the figures of a period in place of those frozen before.
func freeze(ctx context.Context, lk *lake.Lake, a Act, figures []Figure) error {
	b := array.NewRecordBuilder(allocator, schemas.ClosedFigure.Arrow())
	defer b.Release()
	for _, f := range ordered(figures) {
		b.Field(0).(*array.Date32Builder).Append(arrow.Date32(a.Period.Last()))
		for i, v := range []string{f.Report, f.Row, f.Column, f.Value} {
			if i == 3 && f.Null {
				b.Field(1 + i).AppendNull()
			} else if err := b.Field(1 + i).AppendValueFromString(v); err != nil {
				return err
			}
		}
	}
	return write(ctx, lk, &schemas.ClosedFigure, lake.Unit{Month: a.Period}, a.Hash, b)
}

// write commits rows as a unit of their table.
func write(ctx context.Context, lk *lake.Lake, t *schemas.Table, u lake.Unit, stamp string, b *array.RecordBuilder) error {
	record := b.NewRecordBatch()
	defer record.Release()
	part, err := lk.Write(ctx, t, u, stamp, func(yield func(arrow.RecordBatch, error) bool) { yield(record, nil) })
	if err != nil {
		return err
	}
	_, err = lk.Commit(ctx, t, []lake.Part{part}, nil, nil)
	return err
}

// Frozen reads the figures that a closing froze, of the reports named. That they are the closing's is
// checked by their number, and by its hash when all reports are read (no names).
func Frozen(ctx context.Context, lk *lake.Lake, a Act, reports ...string) ([]Figure, error) {
	parts, err := lk.Parts(ctx, &schemas.ClosedFigure)
	if err != nil {
		return nil, err
	}
	parts = slices.DeleteFunc(parts, func(p lake.Part) bool { return p.Unit.Month != a.Period })
	var all []Figure
	var rows int64
	for b, err := range lk.Read(ctx, &schemas.ClosedFigure, parts, nil) {
		if err != nil {
			return nil, err
		}
		rows += b.NumRows()
		report, value := b.Column(1).(*array.Dictionary), b.Column(4)
		for row := range int(b.NumRows()) {
			name := report.ValueStr(row)
			if len(reports) > 0 && !slices.Contains(reports, name) {
				continue
			}
			f := Figure{Report: name, Row: b.Column(2).ValueStr(row), Column: b.Column(3).ValueStr(row), Null: value.IsNull(row)}
			if !f.Null {
				f.Value = value.ValueStr(row)
			}
			all = append(all, f)
		}
	}
	if rows != a.Figures || len(reports) == 0 && Hash(all) != a.Hash {
		return nil, fmt.Errorf("the frozen figures of %s are not those that %s closed: %d figures, not %d, or another hash\n  → restore the lake from a backup, or reopen the period and close it anew", a.Period, a.By, rows, a.Figures)
	}
	return all, nil
}
