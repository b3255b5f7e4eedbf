package replay

import (
	"encoding/binary"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// textValues are texts end to end: the dictionary of a column chunk, which its batches share, or
// the texts of one batch, which lie in memory of the allocator.
type textValues struct {
	data    []byte
	offsets []int32           // one more than there are texts
	own     [2]*memory.Buffer // where data and offsets lie; nil: with the garbage collector
}

// newTextValues makes the texts of a batch.
func newTextValues(mem memory.Allocator) textValues {
	t := textValues{own: [2]*memory.Buffer{memory.NewResizableBuffer(mem), memory.NewResizableBuffer(mem)}}
	t.reserve(0, 0)
	t.offsets = append(t.offsets, 0)
	return t
}

func (t *textValues) at(i int) []byte { return t.data[t.offsets[i]:t.offsets[i+1]] }

func (t *textValues) len() int { return max(0, len(t.offsets)-1) }

// reserve makes room for more texts and their bytes.
func (t *textValues) reserve(texts, size int) {
	if t.own[0] == nil {
		return
	}
	data, offsets := len(t.data), len(t.offsets)
	t.own[0].Reserve(data + size)
	t.own[1].Reserve((offsets + texts + 1) * arrow.Int32SizeBytes)
	t.data = t.own[0].Buf()[:data]
	t.offsets = arrow.Int32Traits.CastFromBytes(t.own[1].Buf())[:offsets]
}

// add appends one text.
func (t *textValues) add(s []byte) {
	t.data = append(t.data, s...)
	t.offsets = append(t.offsets, int32(len(t.data)))
}

// joinTexts writes a text of two pieces. Short pieces are copied by words that may reach beyond them, into
// room that the next text overwrites.
func joinTexts(out, head, tail []byte) {
	if le := binary.LittleEndian; len(head) <= 16 && len(tail) <= 8 && cap(head) >= 16 && cap(tail) >= 8 && len(out) >= 24 {
		words := head[:16]
		first, second := le.Uint64(words), le.Uint64(words[8:])
		le.PutUint64(out, first)
		le.PutUint64(out[8:], second)
		le.PutUint64(out[len(head):], le.Uint64(tail[:8]))
		return
	}
	copy(out[copy(out, head):], tail)
}

// append copies texts, and their offsets from the reader's width to Arrow's.
func (t *textValues) append(data []byte, offsets []uint32) {
	if len(t.offsets) == 0 {
		t.offsets = append(t.offsets, 0)
	}
	base := int32(len(t.data))
	t.data = append(t.data, data...)
	for _, o := range offsets[min(1, len(offsets)):] {
		t.offsets = append(t.offsets, base+int32(o))
	}
}

// array gives the texts as an array, which the caller releases; memory of the allocator goes with it.
func (t *textValues) array() *array.Data {
	if len(t.offsets) == 0 {
		t.offsets = []int32{0}
	}
	buffers := []*memory.Buffer{nil, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(t.offsets)), memory.NewBufferBytes(t.data)}
	if t.own[0] != nil {
		t.own[0].ResizeNoShrink(len(t.data))
		t.own[1].ResizeNoShrink(len(t.offsets) * arrow.Int32SizeBytes)
		buffers[1], buffers[2] = t.own[1], t.own[0]
	}
	words := array.NewData(arrow.BinaryTypes.String, t.len(), buffers, nil, 0, 0)
	t.release()
	return words
}

// release gives the memory of a batch's texts back.
func (t *textValues) release() {
	for i, b := range t.own {
		if b != nil {
			b.Release()
			t.own[i] = nil
		}
	}
}

// shortText is a text of 8 to 16 bytes, as most keys are, in two numbers that overlap.
type shortText struct {
	first, last uint64
	size        int // 0: the text is none of these
}

func shorten(s []byte) (t shortText) {
	if n := len(s); n >= 8 && n <= 16 {
		t = shortText{binary.LittleEndian.Uint64(s), binary.LittleEndian.Uint64(s[n-8:]), n}
	}
	return t
}

func (t *shortText) short() bool { return t.size > 0 }

// is tells whether a short text is s.
func (t *shortText) is(s []byte) bool {
	n := len(s)
	return n == t.size && n >= 8 && t.first == binary.LittleEndian.Uint64(s) && t.last == binary.LittleEndian.Uint64(s[n-8:])
}
