package mirror

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// copySource offers the copy to cleaning as if it were files.
type copySource struct {
	lk    *lake.Lake
	parts map[string][]lake.Part
	there map[string]bool
}

// Open offers the lake's copy as a source. One that no run has finished is refused.
func Open(ctx context.Context, lk *lake.Lake) (source.Source, error) {
	if run, err := lk.Property(ctx, &schemas.ControlTotal, propRun); err != nil {
		return nil, err
	} else if run == "" {
		return nil, errors.New("no run has copied the source to its end yet\n  → run `uythac extract`")
	}
	s := &copySource{lk: lk, parts: map[string][]lake.Part{}, there: map[string]bool{}}
	for _, t := range schemas.Contract() {
		loaded, err := lk.Property(ctx, schemas.MirrorOf(t), propLoaded)
		if err != nil {
			return nil, err
		}
		s.there[t.Name] = loaded != ""
		if s.parts[t.Name], err = lk.Parts(ctx, schemas.MirrorOf(t)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *copySource) Present(t *schemas.Table) bool { return s.there[t.Name] }

// Fingerprint is what the files' stamps are: they change with every file written.
func (s *copySource) Fingerprint(context.Context) (map[string]string, error) {
	sums := map[string]string{}
	for name, parts := range s.parts {
		if !s.there[name] {
			continue
		}
		var words []string
		for _, p := range parts {
			words = append(words, p.Unit.String()+"="+p.Stamp)
		}
		slices.Sort(words)
		sums[name] = strings.Join(words, " ")
	}
	return sums, nil
}

func (s *copySource) Read(ctx context.Context, t *schemas.Table) iter.Seq2[source.Batch, error] {
	return func(yield func(source.Batch, error) bool) {
		schema := source.Schema(t)
		columns := []string{}
		for _, f := range schema.Fields() {
			columns = append(columns, f.Name)
		}
		line := int64(0)
		for b, err := range s.lk.Read(ctx, schemas.MirrorOf(t), s.parts[t.Name], append(columns, schemas.BadCells)) {
			if err != nil {
				yield(source.Batch{}, err)
				return
			}
			out, err := batchOf(t, schema, b, line)
			if err != nil {
				yield(source.Batch{}, err)
				return
			}
			line += b.NumRows()
			more := yield(out, nil)
			out.Record.Release()
			if !more {
				return
			}
		}
	}
}

// batchOf gives a batch of the copy, whose last column is of bad cells, as a source's.
func batchOf(t *schemas.Table, schema *arrow.Schema, b arrow.RecordBatch, line int64) (source.Batch, error) {
	out := source.Batch{File: t.Name, Lines: make([]int64, b.NumRows())}
	for i := range out.Lines {
		line++
		out.Lines[i] = line
	}
	bad, err := misfits(b)
	if err != nil {
		return out, fmt.Errorf("%s: %w", t.Name, err)
	}
	for _, c := range bad {
		out.Bad = append(out.Bad, source.BadCell(c))
	}
	out.Record = array.NewRecordBatch(schema, b.Columns()[:schema.NumFields()], b.NumRows())
	return out, nil
}
