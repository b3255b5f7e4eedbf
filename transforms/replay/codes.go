package replay

import "github.com/apache/arrow-go/v18/arrow/array"

// code adds the numbers of a column's texts to out, shifted; a null adds nothing. A text without a
// number that some row has is an error.
func (b *batch) code(name string, number map[string]uint8, shift int, out []uint8) {
	w := b.words(name)
	if b.err != nil {
		return
	}
	index, ok := []int32(nil), false
	if w.dict != nil {
		var a *array.Int32
		if a, ok = w.dict.Indices().(*array.Int32); ok {
			index = a.Int32Values()
		}
	}
	if !ok { // not as the lake's readers give it
		for i, v := range numbers(b, name, nil, 0, func(s string) (uint8, bool) { v, ok := number[s]; return v, ok }) {
			out[i] |= v << shift
		}
		return
	}
	const unknown = 1 << 8
	known := make([]uint16, w.values.Len())
	for k := range known {
		if known[k] = unknown; number[w.values.Value(k)] > 0 {
			known[k] = uint16(number[w.values.Value(k)]) << shift
		}
	}
	if met := codeRows(out, index, w.dict, known); met < unknown {
		return
	}
	for i := range out {
		if w.dict.IsValid(i) && known[index[i]] == unknown {
			b.fail("column %s holds %q", name, w.at(i))
		}
	}
}

// codeRows adds known numbers to rows and returns what all of them have together. It does not branch
// on nulls, which come in no order that a processor could foresee.
func codeRows(out []uint8, index []int32, rows *array.Dictionary, known []uint16) (met uint16) {
	if rows.NullN() == 0 {
		for i, k := range index {
			met |= known[k]
			out[i] |= uint8(known[k])
		}
		return met
	}
	if len(known) == 0 {
		return 0
	}
	valid, from, last := rows.NullBitmapBytes(), rows.Data().Offset(), uint32(len(known)-1)
	for i, k := range index { // where a row is null any number may stand
		v := known[min(uint32(k), last)] & -uint16(valid[(from+i)/8]>>((from+i)%8)&1)
		met |= v
		out[i] |= uint8(v)
	}
	return met
}
