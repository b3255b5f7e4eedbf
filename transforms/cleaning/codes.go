package cleaning

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// codeSet is the dictionary of a column of codes: those that occur, in the order of their numbers.
// All batches of a file share it, because Parquet's writer gives up a dictionary that changes.
type codeSet struct {
	place      []int32 // of each number: its index in the dictionary plus one
	dictionary arrow.Array
}

// newCodeSet collects n codes given by number, NULL below zero; the caller releases the set.
func newCodeSet(mem memory.Allocator, n int, number func(i int) int, text func(number int) string) *codeSet {
	s := &codeSet{}
	for i := range n {
		v := number(i)
		for v >= len(s.place) {
			s.place = append(s.place, 0)
		}
		if v >= 0 {
			s.place[v] = 1
		}
	}
	values := array.NewStringBuilder(mem)
	defer values.Release()
	for v, used := range s.place {
		if used > 0 {
			s.place[v] = int32(values.Len() + 1)
			values.Append(text(v))
		}
	}
	s.dictionary = values.NewArray()
	return s
}

// array makes an array of n codes of the set.
func (s *codeSet) array(mem memory.Allocator, n int, number func(i int) int) arrow.Array {
	index := array.NewInt32Builder(mem)
	defer index.Release()
	index.Reserve(n)
	for i := range n {
		if v := number(i); v >= 0 {
			index.UnsafeAppend(s.place[v] - 1)
		} else {
			index.UnsafeAppendBoolToBitmap(false)
		}
	}
	indices := index.NewArray()
	defer indices.Release()
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	return array.NewDictionaryArray(typ, indices, s.dictionary)
}

// release may be called on no set.
func (s *codeSet) release() {
	if s != nil {
		s.dictionary.Release()
	}
}
