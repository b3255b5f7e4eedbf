package pipeline

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/zeebo/xxh3"

	"github.com/uythac/uythac/schemas"
)

// stamp hashes the rows of a unit, whatever batches they come in and however codes are numbered.
// Each column has a hash of its values and one of where it is null and how long its texts are.
type stamp struct {
	table  *schemas.Table
	values []*xxh3.Hasher
	shape  []*xxh3.Hasher
	skip   string // column that does not count
	buf    []byte
}

func newStamp(t *schemas.Table) *stamp {
	s := &stamp{table: t}
	for range t.Arrow().NumFields() {
		s.values, s.shape = append(s.values, xxh3.New()), append(s.shape, xxh3.New())
	}
	return s
}

func (s *stamp) add(batch arrow.RecordBatch) {
	for i, a := range batch.Columns() {
		field := batch.Schema().Field(i)
		if field.Name == s.skip {
			continue
		}
		if field.Nullable {
			s.buf = s.buf[:0]
			for row := range a.Len() {
				s.buf = append(s.buf, flag(a.IsNull(row)))
			}
			_, _ = s.shape[i].Write(s.buf) // a hash never fails to write, here and below
		}
		s.column(i, a)
	}
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// column hashes the values that are not null.
func (s *stamp) column(i int, a arrow.Array) {
	s.buf = s.buf[:0]
	switch a := a.(type) {
	case *array.Int64:
		if a.NullN() == 0 {
			_, _ = s.values[i].Write(arrow.Int64Traits.CastToBytes(a.Int64Values()))
			return
		}
		s.each(a, func(row int) { s.buf = binary.LittleEndian.AppendUint64(s.buf, uint64(a.Value(row))) })
	case *array.Timestamp:
		s.each(a, func(row int) { s.buf = binary.LittleEndian.AppendUint64(s.buf, uint64(a.Value(row))) })
	case *array.Int32:
		s.each(a, func(row int) { s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(a.Value(row))) })
	case *array.Date32:
		s.each(a, func(row int) { s.buf = binary.LittleEndian.AppendUint32(s.buf, uint32(a.Value(row))) })
	case *array.Boolean:
		s.each(a, func(row int) { s.buf = append(s.buf, flag(a.Value(row))) })
	case *array.Decimal128:
		s.each(a, func(row int) {
			s.buf = binary.LittleEndian.AppendUint64(s.buf, uint64(a.Value(row).HighBits()))
			s.buf = binary.LittleEndian.AppendUint64(s.buf, a.Value(row).LowBits())
		})
	case *array.String:
		var lengths []byte
		s.each(a, func(row int) {
			v := a.Value(row)
			lengths = binary.LittleEndian.AppendUint32(lengths, uint32(len(v)))
			s.buf = append(s.buf, v...)
		})
		_, _ = s.shape[i].Write(lengths)
	case *array.Dictionary:
		codes := make([]uint64, a.Dictionary().Len())
		for n := range codes {
			codes[n] = xxh3.HashString(a.Dictionary().ValueStr(n))
		}
		s.each(a, func(row int) { s.buf = binary.LittleEndian.AppendUint64(s.buf, codes[a.GetValueIndex(row)]) })
	default:
		s.each(a, func(row int) { s.buf = append(append(s.buf, a.ValueStr(row)...), 0) })
	}
	_, _ = s.values[i].Write(s.buf)
}

func (s *stamp) each(a arrow.Array, add func(row int)) {
	nulls := a.NullN() > 0
	for row := range a.Len() {
		if !nulls || a.IsValid(row) {
			add(row)
		}
	}
}

// sum is the stamp of all rows added: 32 hexadecimal digits.
func (s *stamp) sum() string {
	h := xxh3.New()
	_, _ = h.WriteString(s.table.Fingerprint())
	for i := range s.values {
		v, n := s.values[i].Sum128().Bytes(), s.shape[i].Sum128().Bytes()
		_, _ = h.Write(v[:])
		_, _ = h.Write(n[:])
	}
	sum := h.Sum128().Bytes()
	return hex.EncodeToString(sum[:])
}
