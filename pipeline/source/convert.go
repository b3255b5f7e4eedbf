package source

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"github.com/uythac/uythac/schemas"
)

var (
	errTextNotUTF8 = errors.New("it holds text that is not UTF-8")
	decimalTen     = decimal128.FromI64(10)
)

func sortBad(bad []BadCell) {
	slices.SortStableFunc(bad, func(a, b BadCell) int { return cmp.Or(a.Row-b.Row, a.Column-b.Column) })
}

// convert gives an array of an accepted type as the source's type; the caller releases it. What
// already is of that type is passed on, unless it holds empty texts, which are null here.
func convert(c schemas.Column, a arrow.Array) (arrow.Array, []BadCell, error) {
	switch c.Type {
	case schemas.Code, schemas.Text:
		if ok, err := passText(c.Type, a); ok || err != nil {
			if ok {
				a.Retain()
			}
			return a, nil, err
		}
	default:
		if arrow.TypeEqual(a.DataType(), c.Type.Arrow()) {
			a.Retain()
			return a, nil, nil
		}
	}
	b := columnBuilder{Column: c}
	b.start(a.Len())
	var bad []BadCell
	for i := range a.Len() {
		if a.IsNull(i) {
			b.null()
			continue
		}
		ok, err := b.take(a, i)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			b.null()
			bad = append(bad, BadCell{Row: i, Text: a.ValueStr(i)})
		}
	}
	return b.finish(), bad, nil
}

// passText tells whether a text array can be used as it is.
func passText(t schemas.Type, a arrow.Array) (bool, error) {
	switch a := a.(type) {
	case *array.Dictionary:
		values, ok := a.Dictionary().(*array.String)
		if !ok {
			return false, nil
		}
		clean, err := cleanText(values)
		return clean && t == schemas.Code && arrow.TypeEqual(a.DataType(), t.Arrow()), err
	case *array.String:
		clean, err := cleanText(a)
		return clean && t == schemas.Text, err
	}
	return false, nil
}

// cleanText tells whether no text of an array is empty, and refuses what is not UTF-8.
func cleanText(a *array.String) (bool, error) {
	if a.Len() == 0 {
		return true, nil
	}
	raw, offsets := a.ValueBytes(), a.ValueOffsets()
	if !utf8.Valid(raw) {
		return false, errTextNotUTF8
	}
	first, whole := offsets[0], true
	for i := range a.Len() {
		from, to := offsets[i], offsets[i+1]
		if from < to && !utf8.RuneStart(raw[from-first]) {
			return false, errTextNotUTF8 // a character cut in two by a cell's border
		}
		whole = whole && (from < to || a.IsNull(i))
	}
	return whole, nil
}

// take appends element i, which is not null. It tells whether the value fits.
func (b *columnBuilder) take(a arrow.Array, i int) (bool, error) {
	switch a := a.(type) {
	case *array.Dictionary:
		return b.take(a.Dictionary(), a.GetValueIndex(i))
	case *array.String:
		return true, b.takeText(a.Value(i))
	case *array.LargeString:
		return true, b.takeText(a.Value(i))
	case *array.Boolean:
		b.bool(a.Value(i))
	case *array.Date32:
		b.int(int32(a.Value(i)))
	case *array.Timestamp:
		v, ok := toMicros(int64(a.Value(i)), a.DataType().(*arrow.TimestampType).Unit)
		if !ok {
			return false, nil
		}
		b.long(v)
	case *array.Decimal128:
		n := a.Value(i)
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		for range rateScale - scale {
			n = n.Mul(decimalTen)
		}
		if !n.FitsInPrecision(7) {
			return false, nil
		}
		b.rate(int64(n.LowBits()))
	default:
		v, ok := integer(a, i)
		if !ok {
			return false, nil
		}
		return b.integer(v), nil
	}
	return true, nil
}

func (b *columnBuilder) takeText(s string) error {
	if !utf8.ValidString(s) {
		return errTextNotUTF8
	}
	b.str([]byte(s))
	return nil
}

// integer appends a whole number where it fits the column.
func (b *columnBuilder) integer(v int64) bool {
	if b.Type == schemas.Int64 {
		b.long(v)
		return true
	}
	if v < math.MinInt32 || v > math.MaxInt32 {
		return false
	}
	b.int(int32(v))
	return true
}

func integer(a arrow.Array, i int) (int64, bool) {
	switch a := a.(type) {
	case *array.Int64:
		return a.Value(i), true
	case *array.Int32:
		return int64(a.Value(i)), true
	case *array.Int16:
		return int64(a.Value(i)), true
	case *array.Int8:
		return int64(a.Value(i)), true
	case *array.Uint32:
		return int64(a.Value(i)), true
	case *array.Uint16:
		return int64(a.Value(i)), true
	case *array.Uint8:
		return int64(a.Value(i)), true
	}
	return 0, false
}

// toMicros changes a timestamp's unit. Parts of a microsecond are cut off.
func toMicros(v int64, unit arrow.TimeUnit) (int64, bool) {
	switch unit {
	case arrow.Second:
		return v * 1e6, v >= math.MinInt64/1_000_000 && v <= math.MaxInt64/1_000_000
	case arrow.Millisecond:
		return v * 1e3, v >= math.MinInt64/1_000 && v <= math.MaxInt64/1_000
	case arrow.Nanosecond:
		return floorDiv(v, 1e3), true
	}
	return v, true
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
