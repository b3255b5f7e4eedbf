package cleaning

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/RoaringBitmap/roaring/v2/roaring64"
	"github.com/zeebo/xxh3"
)

// duplicates finds entry ids that occur more than once, at a few bits an entry. Rows of one id that
// differ may lie in different branches and months, therefore they are found over all entries; rows
// that are equal lie in the same unit and are dropped there (see Settle).
type duplicates struct {
	seen, again, bad *roaring64.Bitmap
	conflict         *roaring64.Bitmap // ids of which no row is kept; set by resolve
	copies           []copyOf
}

// copyOf is one row of an id that occurs again: a hash stands for its content.
type copyOf struct {
	id   int64
	hash uint64
}

func (d *duplicates) init() {
	d.seen, d.again, d.bad, d.conflict = roaring64.New(), roaring64.New(), roaring64.New(), roaring64.New()
}

func (d *duplicates) add(id int64) {
	if !d.seen.CheckedAdd(uint64(id)) {
		d.again.Add(uint64(id))
	}
}

// addBad counts a row in quarantine: other rows of its id differ from it.
func (d *duplicates) addBad(id int64) {
	d.add(id)
	d.bad.Add(uint64(id))
}

func (d *duplicates) look(e *Entry) {
	if d.again.Contains(uint64(e.ID)) {
		d.copies = append(d.copies, copyOf{e.ID, e.hash()})
	}
}

func (e *Entry) hash() uint64 {
	var b [60]byte
	for i, v := range []int64{e.ID, e.Booked, e.Amount, e.Reverses} {
		binary.LittleEndian.PutUint64(b[8*i:], uint64(v))
	}
	for i, v := range []uint32{e.Who, e.Office, uint32(e.Posted), uint32(e.NewMaturity)} {
		binary.LittleEndian.PutUint32(b[32+4*i:], v)
	}
	copy(b[48:], []byte{e.Type, e.From, e.To, e.Flags})
	return xxh3.Hash(b[:])
}

func (d *duplicates) resolve() {
	d.conflict = roaring64.And(d.again, d.bad)
	slices.SortFunc(d.copies, func(a, b copyOf) int { return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.hash, b.hash)) })
	for i := 1; i < len(d.copies); i++ {
		if a, b := d.copies[i-1], d.copies[i]; a.id == b.id && a.hash != b.hash {
			d.conflict.Add(uint64(a.id))
		}
	}
	d.copies, d.seen = nil, nil
}

func (d *duplicates) conflicts(id int64) bool { return d.conflict.Contains(uint64(id)) }
