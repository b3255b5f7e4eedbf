package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Summary is what a log that holds comes to.
type Summary struct {
	Records int64
	First   Record
	Last    Record // its hash is the head of the chain
	Noted   bool   // the hash that was looked for is in the chain
}

// Broken is where the chain of a log breaks.
type Broken struct {
	Line    int64
	Problem string
}

func (b *Broken) Error() string {
	return fmt.Sprintf("the audit log was changed: line %d %s\n  → keep the file as it is, and compare it with a backup", b.Line, b.Problem)
}

// Verify reads a whole log and holds every record against its hash and the one before it. noted is a hash that was written
// down elsewhere, to be found in the chain; empty: none. A chain that does not hold gives a *[Broken].
func Verify(r io.Reader, noted string) (s Summary, err error) {
	lines := bufio.NewReader(r)
	var torn string // hash of a line that is no record
	ended := false  // by a line break: a crash leaves none
	for n := int64(1); ; n++ {
		text, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(text) == 0 {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return s, err
		}
		cut := errors.Is(err, io.EOF)
		text = bytes.TrimSuffix(text, []byte("\n"))
		rec, err := read(text)
		if err != nil {
			if torn != "" {
				return s, &Broken{n, "is no record"}
			}
			torn, ended = sum(text), !cut
			continue
		}
		if err := s.follow(rec, torn, n); err != nil {
			return s, err
		}
		torn = ""
		s.Noted = s.Noted || noted != "" && rec.Hash == noted
	}
	if torn != "" && ended {
		return s, &Broken{s.Records + 1, "is no record"}
	}
	if noted != "" && !s.Noted {
		return s, &Broken{s.Records, "is the last, and no record has the hash that was noted: what came up to it was taken out"}
	}
	return s, nil
}

// follow holds a record against the one before it.
func (s *Summary) follow(rec Record, torn string, line int64) error {
	switch {
	case rec.Prev != s.Last.Hash || rec.Seq != s.Last.Seq+1:
		return &Broken{line, fmt.Sprintf("does not follow the record before it (number %d after %d)", rec.Seq, s.Last.Seq)}
	case rec.Torn != torn:
		return &Broken{line - 1, "is no record, and was not cut short by a crash"}
	case rec.At.Before(s.Last.At.Add(-backwards)):
		return &Broken{line, "is older than the record before it"}
	}
	if s.Records == 0 {
		s.First = rec
	}
	s.Records, s.Last = s.Records+1, rec
	return nil
}

// backwards is how far a clock may be set back.
const backwards = 24 * 3600e9

// read reads a line as a record whose hash is its own, written as [Log.Add] writes it.
func read(line []byte) (rec Record, err error) {
	if err := json.Unmarshal(line, &rec); err != nil {
		return rec, err
	}
	again, err := rec.sealed()
	if err != nil {
		return rec, err
	}
	if again.Hash != rec.Hash {
		return rec, errors.New("its hash is not its own")
	}
	text, err := json.Marshal(rec)
	if err == nil && string(text) != string(line) {
		err = errors.New("it is written otherwise")
	}
	return rec, err
}
