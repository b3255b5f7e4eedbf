package mirror

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/transforms/control"
)

// spans are those of some days, in the order of their keys, with what the lake's rows of each add up to by units.
type spans struct {
	list []source.Span
	ours []*control.Accumulator
}

const (
	spanRows  = 512 // of a span at least
	mostSpans = 16  // of a range of days, but for those that are cut further
	sampled   = 32  // of so many rows the key of one is looked at to cut spans
	fewKeys   = 8   // of the keys looked at: a span of fewer is not cut further, nor one that is that part of the first
	mostLook  = 8   // a source that looks at so many rows to find one of a span finds it cheaper by its day
)

// agreed gives the spans of a selection on which lake and source agree, and adds the totals of their rows to units.
// New entries have keys of their own and leave the spans of the others as they were.
func (x *run) agreed(ctx context.Context, c *tableCopy, sel source.Selection, units map[control.Unit]control.Totals) (agreed []source.Span, err error) {
	if cheaper, err := x.m.Spans(ctx, c.table); err != nil || !cheaper {
		return nil, err
	}
	for _, days := range sel.Days {
		s, err := x.spans(ctx, c, days)
		if err != nil {
			return nil, err
		}
		for i, span := range s.list {
			ours := s.ours[i].Totals()
			if same, err := x.sameSpan(ctx, c, span, ours); err != nil || !same {
				if err != nil {
					return nil, err
				}
				continue
			}
			for u, t := range ours {
				units[u] = units[u].Plus(t)
			}
			agreed = join(agreed, span)
		}
	}
	return agreed, nil
}

// join adds a span to a list, to the last one where it begins with that one's end.
func join(list []source.Span, s source.Span) []source.Span {
	if n := len(list); n > 0 && list[n-1].Days == s.Days && list[n-1].To == s.From {
		list[n-1].To = s.To
		return list
	}
	return append(list, s)
}

// sameSpan asks the source for a span's totals, and holds those of its units against them.
func (x *run) sameSpan(ctx context.Context, c *tableCopy, s source.Span, units map[control.Unit]control.Totals) (bool, error) {
	var ours control.Totals
	for _, t := range units {
		ours = ours.Plus(t)
	}
	theirs, err := x.m.SpanTotals(ctx, c.table, s)
	return ours.Equal(theirs), err
}

// spans cuts the lake's rows of some days, and adds them up.
func (x *run) spans(ctx context.Context, c *tableCopy, days source.DayRange) (s spans, err error) {
	if s.list, err = x.cut(ctx, c, days); err != nil || len(s.list) == 0 {
		return s, err
	}
	for range s.list {
		s.ours = append(s.ours, control.NewAccumulator(c.table, x.m.Dialect(), x.m.Options(c.table)))
	}
	for b, err := range x.keyed(ctx, c, days, nil) {
		if err == nil {
			err = control.Split(b.all, s.ours, func(row int) int { return s.of(b, row) })
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

// of finds the span of a row; -1: none.
func (s spans) of(b keyed, row int) int {
	key, ok := b.key(row)
	i, _ := slices.BinarySearchFunc(s.list, key, func(s source.Span, key int64) int { return cmp.Compare(s.To-1, key) })
	if !ok || i == len(s.list) || key < s.list[i].From {
		return -1
	}
	return i
}

// cut gives spans of about the same number of the lake's rows of some days, where these stand close together.
func (x *run) cut(ctx context.Context, c *tableCopy, days source.DayRange) (list []source.Span, err error) {
	var keys []int64
	seen := 0
	for b, err := range x.keyed(ctx, c, days, []string{c.table.Proof.Day, c.table.Key[0]}) {
		if err != nil {
			return nil, err
		}
		for row := range b.days.Len() {
			key, ok := b.key(row)
			if ok && seen%sampled == 0 {
				keys = append(keys, key)
			}
			if ok {
				seen++
			}
		}
	}
	slices.Sort(keys)
	n := min(seen/spanRows, mostSpans)
	for i := range n {
		part := keys[i*(len(keys)-1)/n : (i+1)*(len(keys)-1)/n+1]
		if list, err = x.dense(ctx, c, list, days, part, max(fewKeys, len(part)/fewKeys)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// dense adds the span between the first and the last of some keys that were looked at to a list, or those parts of it
// in which not too many other rows stand between; parts of few keys are given up.
func (x *run) dense(ctx context.Context, c *tableCopy, list []source.Span, days source.DayRange, keys []int64, few int) ([]source.Span, error) {
	last := len(keys) - 1
	s := source.Span{Days: days, From: keys[0], To: keys[last]}
	if s.From == s.To {
		return list, nil
	}
	look, err := x.m.SpanLook(ctx, c.table, s)
	switch {
	case err != nil:
		return nil, err
	case look <= int64(mostLook*sampled*last):
		return append(list, s), nil
	case last < few:
		return list, nil
	}
	if list, err = x.dense(ctx, c, list, days, keys[:last/2+1], few); err != nil {
		return nil, err
	}
	return x.dense(ctx, c, list, days, keys[last/2:], few)
}

// keyed is a batch of rows that have days and keys.
type keyed struct {
	all   arrow.RecordBatch
	among source.DayRange
	days  *array.Date32
	keys  *array.Int64
}

// key gives the key of a row of the days that are meant.
func (b keyed) key(row int) (key int64, ok bool) {
	if b.days.IsNull(row) || b.keys.IsNull(row) {
		return 0, false
	}
	day := calendar.Day(b.days.Value(row))
	return b.keys.Value(row), b.among.From <= day && day <= b.among.To
}

// keyed reads the files that have rows of some days.
func (x *run) keyed(ctx context.Context, c *tableCopy, days source.DayRange, columns []string) iter.Seq2[keyed, error] {
	return func(yield func(keyed, error) bool) {
		for b, err := range x.lk.Read(ctx, c.mirror, c.partsOf(source.Selection{Days: []source.DayRange{days}}), columns) {
			k := keyed{all: b, among: days}
			if err == nil {
				err = k.find(c)
			}
			if !yield(k, err) || err != nil {
				return
			}
		}
	}
}

func (b *keyed) find(c *tableCopy) error {
	for i, f := range b.all.Schema().Fields() {
		switch a := b.all.Column(i).(type) {
		case *array.Date32:
			if f.Name == c.table.Proof.Day {
				b.days = a
			}
		case *array.Int64:
			if f.Name == c.table.Key[0] {
				b.keys = a
			}
		}
	}
	if b.days == nil || b.keys == nil {
		return fmt.Errorf("%s: its day or its key is missing", c.table.Name)
	}
	return nil
}
