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

// index finds texts by content: open addressing, half the memory of a Go map. A slot holds the number
// of a text plus one and half of its hash, so that other texts are mostly passed over unread.
type index struct {
	texts *texts
	slots []uint64
	used  int
}

// find returns the number of the text equal to s.
func (x *index) find(s []byte) (int, bool) {
	if len(x.slots) == 0 {
		return 0, false
	}
	_, n := x.slot(s, xxh3.Hash(s))
	return n - 1, n > 0
}

const tag = 1<<64 - 1<<32 // the part of a hash that a slot holds

// slot returns where s is, or would be, and the number plus one that stands there.
func (x *index) slot(s []byte, hash uint64) (at uint64, n int) {
	mask := uint64(len(x.slots) - 1)
	for at = hash & mask; ; at = (at + 1) & mask {
		v := x.slots[at]
		n = int(uint32(v))
		if n == 0 || (v^hash)&tag == 0 && bytes.Equal(x.texts.at(n-1), s) {
			return at, n
		}
	}
}

// put makes text number i findable, unless an equal one is. It returns the findable one's number.
func (x *index) put(i int) int {
	if x.used*3 >= len(x.slots)*2 {
		x.grow()
	}
	text := x.texts.at(i)
	hash := xxh3.Hash(text)
	at, n := x.slot(text, hash)
	if n > 0 {
		return n - 1
	}
	x.slots[at] = hash&tag | uint64(i+1)
	x.used++
	return i
}

func (x *index) grow() {
	old := x.slots
	x.slots = make([]uint64, max(64, 2*len(old)))
	for _, v := range old {
		if n := int(uint32(v)); n > 0 {
			text := x.texts.at(n - 1)
			hash := xxh3.Hash(text)
			at, _ := x.slot(text, hash)
			x.slots[at] = v
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
