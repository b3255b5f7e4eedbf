package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// HealRow is a row of the healing log: a unit in which lake and source differed, and what was changed in
// the lake.
type HealRow struct {
	Run                     string
	At                      time.Time // start of the run
	Table                   string
	Unit                    string // its day and office, or its bucket
	RowsBefore, RowsAfter   int64
	SumsBefore, SumsAfter   string // of the money columns in the contract's order, đồng, separated by spaces
	Added, Changed, Removed int64  // rows
}

// ReadHeals reads the healing log, the oldest run first; days before since are left out.
func ReadHeals(ctx context.Context, c Config, since calendar.Day) (rows []HealRow, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("heals: %w", err)
		}
	}()
	if _, err := os.Stat(c.Lake.Path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	lk, err := lake.Open(ctx, c.Lake.Path, lake.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, lk.Close()) }()
	parts, err := lk.Parts(ctx, &schemas.Heal)
	if err != nil {
		return nil, err
	}
	for b, err := range lk.Read(ctx, &schemas.Heal, parts, nil) {
		if err != nil {
			return nil, err
		}
		for row := range int(b.NumRows()) {
			if h := healRow(b, row); calendar.Day(h.At.Unix()/86400) >= since {
				rows = append(rows, h)
			}
		}
	}
	return rows, nil
}

// healRow reads a row of a batch that the lake gave with the table's own columns.
func healRow(b arrow.RecordBatch, row int) HealRow {
	text := func(name string) string { return column(b, name).ValueStr(row) }
	number := func(name string) int64 { return column(b, name).(*array.Int64).Value(row) }
	return HealRow{Run: text("run"), At: column(b, "healed_at").(*array.Timestamp).Value(row).ToTime(arrow.Microsecond), Table: text("table_name"), Unit: text("unit"),
		RowsBefore: number("rows_before"), RowsAfter: number("rows_after"), SumsBefore: text("sums_before"), SumsAfter: text("sums_after"),
		Added: number("rows_added"), Changed: number("rows_changed"), Removed: number("rows_removed")}
}

// column is a column of the table's schema, which the lake has checked.
func column(b arrow.RecordBatch, name string) arrow.Array {
	return b.Column(b.Schema().FieldIndices(name)[0])
}
