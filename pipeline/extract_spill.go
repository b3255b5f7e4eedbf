package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"unsafe"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/transforms/cleaning"
)

// spill keeps a ledger's entries by branch and month in one temporary file. Memory holds one buffer
// per branch and month, however many entries there are. The file is in this machine's byte order
// and serves this process only.
type spill struct {
	file  *os.File
	size  int64
	units map[spillUnit]*pile
	last  *pile // of the latest entry: entries come in runs
	unit  spillUnit
	month calendar.Month // of days from, until and excluding, to
	from  calendar.Day
	to    calendar.Day
}

type spillUnit struct {
	branch int
	month  calendar.Month
}

// pile is what there is of one branch and month: runs of entries in the file, in the order of reading.
type pile struct {
	runs []run
	buf  []cleaning.Entry
	rows int
}

type run struct {
	at   int64
	rows int
}

// pileRows is how many entries are written at a time: 32 kB.
const pileRows = 512

const entrySize = int(unsafe.Sizeof(cleaning.Entry{}))

func newSpill(dir, name string) (*spill, error) {
	f, err := os.CreateTemp(dir, name+"-")
	if err != nil {
		return nil, err
	}
	return &spill{file: f, units: map[spillUnit]*pile{}}, nil
}

func (s *spill) close() error {
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

// add appends an entry to its branch and month.
func (s *spill) add(branch int, e cleaning.Entry) error {
	if e.Posted < s.from || e.Posted >= s.to {
		s.month = e.Posted.Month()
		s.from, s.to = s.month.First(), (s.month + 1).First()
	}
	if u := (spillUnit{branch, s.month}); s.last == nil || u != s.unit {
		if s.units[u] == nil {
			s.units[u] = &pile{buf: make([]cleaning.Entry, 0, pileRows)}
		}
		s.unit, s.last = u, s.units[u]
	}
	s.last.buf = append(s.last.buf, e)
	s.last.rows++
	if len(s.last.buf) < pileRows {
		return nil
	}
	raw := entryBytes(s.last.buf)
	if _, err := s.file.WriteAt(raw, s.size); err != nil {
		return err
	}
	s.last.runs = append(s.last.runs, run{s.size, len(s.last.buf)})
	s.size += int64(len(raw))
	s.last.buf = s.last.buf[:0]
	return nil
}

// entryBytes is the memory of entries: they hold no pointers.
func entryBytes(e []cleaning.Entry) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(e))), len(e)*entrySize)
}

// load reads all entries of a branch and month, as they were added.
func (s *spill) load(u spillUnit) ([]cleaning.Entry, error) {
	p := s.units[u]
	all := make([]cleaning.Entry, p.rows)
	at := 0
	for _, r := range p.runs {
		if _, err := s.file.ReadAt(entryBytes(all[at:at+r.rows]), r.at); err != nil {
			return nil, err
		}
		at += r.rows
	}
	copy(all[at:], p.buf)
	return all, nil
}

// each shows every entry, in no order.
func (s *spill) each(ctx context.Context, look func(*cleaning.Entry)) error {
	block := make([]cleaning.Entry, 16*pileRows)
	for at := int64(0); at < s.size; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := int(min(int64(len(block)), (s.size-at)/int64(entrySize)))
		if _, err := s.file.ReadAt(entryBytes(block[:n]), at); err != nil {
			return err
		}
		for i := range block[:n] {
			look(&block[i])
		}
		at += int64(n * entrySize)
	}
	for _, p := range s.units {
		for i := range p.buf {
			look(&p.buf[i])
		}
	}
	return nil
}

// regroup puts every entry under the branch that is given for it, into a new file.
func (s *spill) regroup(ctx context.Context, branch func(*cleaning.Entry) int) error {
	old := *s
	fresh, err := newSpill(filepath.Dir(old.file.Name()), "regrouped")
	if err != nil {
		return err
	}
	*s = *fresh
	var failed error
	err = old.each(ctx, func(e *cleaning.Entry) {
		if failed == nil {
			failed = s.add(branch(e), *e)
		}
	})
	return errors.Join(err, failed, old.close())
}
