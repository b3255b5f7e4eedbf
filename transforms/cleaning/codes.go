package cleaning

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// codeArray makes a dictionary array of n codes given by number, NULL below zero. Its dictionary holds
// the codes that occur, in the order of their numbers.
func codeArray(mem memory.Allocator, n int, number func(i int) int, text func(number int) string) arrow.Array {
	var place []int32 // of each number: its index in the dictionary plus one
	for i := range n {
		v := number(i)
		for v >= len(place) {
			place = append(place, 0)
		}
		if v >= 0 {
			place[v] = 1
		}
	}
	values := array.NewStringBuilder(mem)
	defer values.Release()
	for v, used := range place {
		if used > 0 {
			place[v] = int32(values.Len() + 1)
			values.Append(text(v))
		}
	}
	index := array.NewInt32Builder(mem)
	defer index.Release()
	index.Reserve(n)
	for i := range n {
		if v := number(i); v >= 0 {
			index.UnsafeAppend(place[v] - 1)
		} else {
			index.UnsafeAppendBoolToBitmap(false)
		}
	}
	indices, dictionary := index.NewArray(), values.NewArray()
	defer indices.Release()
	defer dictionary.Release()
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	return array.NewDictionaryArray(typ, indices, dictionary)
}
