package cleaning

import (
	"bytes"

	"github.com/zeebo/xxh3"
)

// texts is a column of texts in one piece of memory.
type texts struct {
	data []byte
	ends []int
}

func (t *texts) len() int { return len(t.ends) }

func (t *texts) add(s []byte) {
	t.data = append(t.data, s...)
	t.ends = append(t.ends, len(t.data))
}

func (t *texts) at(i int) []byte {
	from := 0
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.data[from:t.ends[i]:t.ends[i]]
}

// index finds texts by content: open addressing over 4-byte slots, a third of the memory of a Go map.
type index struct {
	texts *texts
	slots []uint32 // number of a text plus one
	used  int
}

// find returns the number of the text equal to s.
func (x *index) find(s []byte) (int, bool) {
	if len(x.slots) == 0 {
		return 0, false
	}
	_, n := x.slot(s)
	return n - 1, n > 0
}

// slot returns where s is, or would be, and the number plus one that stands there.
func (x *index) slot(s []byte) (at uint64, n int) {
	mask := uint64(len(x.slots) - 1)
	for at = xxh3.Hash(s) & mask; ; at = (at + 1) & mask {
		n = int(x.slots[at])
		if n == 0 || bytes.Equal(x.texts.at(n-1), s) {
			return at, n
		}
	}
}

// put makes text number i findable, unless an equal one is. It returns the findable one's number.
func (x *index) put(i int) int {
	if x.used*3 >= len(x.slots)*2 {
		x.grow()
	}
	at, n := x.slot(x.texts.at(i))
	if n > 0 {
		return n - 1
	}
	x.slots[at] = uint32(i + 1)
	x.used++
	return i
}

func (x *index) grow() {
	old := x.slots
	x.slots = make([]uint32, max(64, 2*len(old)))
	for _, n := range old {
		if n > 0 {
			at, _ := x.slot(x.texts.at(int(n - 1)))
			x.slots[at] = n
		}
	}
}

// intern returns the number of s, adding it when it is new.
func (x *index) intern(s []byte) (n int, fresh bool) {
	if n, ok := x.find(s); ok {
		return n, false
	}
	x.texts.add(s)
	return x.put(x.texts.len() - 1), true
}

func newIndex() *index { return &index{texts: new(texts)} }
