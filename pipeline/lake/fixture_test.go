package lake_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

var (
	ledger    = &schemas.LoanLedger
	programme = &schemas.LoanProgramme
	december  = calendar.MonthOf(2020, 12)
)

func unit(branch string, month int) lake.Unit {
	return lake.Unit{Branch: branch, Month: calendar.MonthOf(2020, month)}
}

var whole = lake.Unit{Month: lake.NoMonth}

// open opens a lake and closes it at the end of the test.
func open(t testing.TB, dir string) *lake.Lake {
	t.Helper()
	l, err := lake.Open(t.Context(), dir, lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// made yields batches of a table with made-up values: every column filled after its type, a null in every
// third row where nulls are allowed, the branch and month of the unit where the table has them.
func made(mem memory.Allocator, t *schemas.Table, u lake.Unit, seed int64, sizes ...int) iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		b := array.NewRecordBuilder(mem, t.Arrow())
		defer b.Release()
		row := int64(0)
		for _, n := range sizes {
			for range n {
				for i, f := range t.Arrow().Fields() {
					value(b.Field(i), t, f, u, seed+row)
				}
				row++
			}
			batch := b.NewRecordBatch()
			more := yield(batch, nil)
			batch.Release()
			if !more {
				return
			}
		}
	}
}

func value(b array.Builder, t *schemas.Table, f arrow.Field, u lake.Unit, k int64) {
	switch {
	case f.Nullable && k%3 == 0:
		b.AppendNull()
		return
	case f.Name == "branch_code" && u.Branch != "":
		must(b.(*array.BinaryDictionaryBuilder).AppendString(u.Branch))
		return
	case f.Name == t.Month:
		b.(*array.Date32Builder).Append(arrow.Date32(u.Month.First()) + arrow.Date32(k%28))
		return
	}
	switch b := b.(type) {
	case *array.BinaryDictionaryBuilder:
		must(b.AppendString(fmt.Sprintf("%s-%d", f.Name, k%7)))
	case *array.StringBuilder:
		b.Append(fmt.Sprintf("%010d", k))
	case *array.Int64Builder:
		b.Append(k * 1000)
	case *array.Int32Builder:
		b.Append(int32(k))
	case *array.BooleanBuilder:
		b.Append(k%2 == 0)
	case *array.Date32Builder:
		b.Append(arrow.Date32(k))
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(k * 1e6))
	case *array.Decimal128Builder:
		b.Append(decimal128.FromI64(k))
	case *array.Float64Builder:
		b.Append(float64(k) / 7)
	default:
		panic(fmt.Sprintf("no made-up value for %T", b))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func write(t testing.TB, l *lake.Lake, tab *schemas.Table, u lake.Unit, stamp string, sizes ...int) lake.Part {
	t.Helper()
	p, err := l.Write(t.Context(), tab, u, stamp, made(memory.DefaultAllocator, tab, u, 1, sizes...))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func commit(t testing.TB, l *lake.Lake, tab *schemas.Table, parts []lake.Part, drop []lake.Unit, props map[string]string) int64 {
	t.Helper()
	id, err := l.Commit(t.Context(), tab, parts, drop, props)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func parts(t testing.TB, l *lake.Lake, tab *schemas.Table) []lake.Part {
	t.Helper()
	ps, err := l.Parts(t.Context(), tab)
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

// count reads all rows of parts.
func count(ctx context.Context, l *lake.Lake, tab *schemas.Table, ps []lake.Part) (rows int64, err error) {
	for b, err := range l.Read(ctx, tab, ps, nil) {
		if err != nil {
			return rows, err
		}
		rows += b.NumRows()
	}
	return rows, nil
}
