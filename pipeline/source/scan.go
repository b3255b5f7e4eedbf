package source

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// maxRecord bounds a row of a CSV file: a quote that is never closed must not read the whole file into memory.
const maxRecord = 1 << 20

// scanner splits CSV (RFC 4180) into records. Empty lines are passed over.
type scanner struct {
	r          io.Reader
	buf        []byte
	begin, end int   // the unread part of buf
	eof        bool  // r has nothing more
	next       int64 // line on which the next record begins

	// The last record, valid until scan is called again.
	line       int64
	terminated bool // it ended with a line break
	record     []byte
	fields     [][]byte
	unquoted   []byte // room for fields that hold quotes
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: r, buf: make([]byte, 256<<10), next: 1}
}

// What is wrong with the text that begins on scanner.line.
var (
	errOpenQuote  = errors.New("a quoted field is not closed")
	errAfterQuote = errors.New("text follows a closing quote")
	errLong       = errors.New("the line is longer than 1 MB")
	errNUL        = errors.New("zero bytes")
	errNotUTF8    = errors.New("not UTF-8")

	errShort = errors.New("the record is not whole in the buffer")
)

// scan splits the next record. At the end it returns io.EOF.
func (s *scanner) scan() error {
	for {
		s.line = s.next
		n, err := s.split()
		if errors.Is(err, errShort) {
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		if n == 0 && err == nil {
			return io.EOF
		}
		record := s.buf[s.begin : s.begin+n]
		if e := checkText(record); e != nil {
			return e
		}
		if err != nil {
			return err
		}
		s.begin += n
		s.next += int64(bytes.Count(record, []byte("\n")))
		s.record = bytes.TrimSuffix(record, []byte("\n"))
		s.terminated = len(s.record) < len(record)
		s.record = bytes.TrimSuffix(s.record, []byte("\r"))
		if len(s.record) > 0 {
			return nil
		}
	}
}

// fill reads more behind the unread part.
func (s *scanner) fill() error {
	if s.begin > 0 {
		s.end = copy(s.buf, s.buf[s.begin:s.end])
		s.begin = 0
	}
	if s.end == len(s.buf) {
		if s.end >= maxRecord {
			return errLong
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.eof = true
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
}

// split finds the fields of the record at s.begin and returns how many bytes it takes, line break
// included.
func (s *scanner) split() (n int, err error) {
	data := s.buf[s.begin:s.end]
	s.fields, s.unquoted = s.fields[:0], s.unquoted[:0]
	if len(data) == 0 && s.eof {
		return 0, nil
	}
	at := 0
	for {
		if at < len(data) && data[at] == '"' {
			at, err = s.quoted(data, at+1)
			if err != nil {
				return len(data), err
			}
		} else {
			from := at
			for at < len(data) && data[at] != ',' && data[at] != '\n' {
				at++
			}
			to := at
			if at < len(data) && data[at] == '\n' && to > from && data[to-1] == '\r' {
				to--
			}
			s.fields = append(s.fields, data[from:to])
		}
		if at == len(data) {
			if !s.eof {
				return 0, errShort
			}
			return at, nil
		}
		at++
		if data[at-1] == '\n' {
			return at, nil
		}
	}
}

// quoted reads a field from behind its opening quote up to the comma or line break after its closing one.
func (s *scanner) quoted(data []byte, at int) (int, error) {
	from, start := at, len(s.unquoted)
	plain := true // no quotes inside: no copy
	for {
		i := bytes.IndexByte(data[at:], '"')
		if i < 0 {
			if s.eof {
				return at, errOpenQuote
			}
			return at, errShort
		}
		at += i + 1
		if at < len(data) && data[at] == '"' {
			s.unquoted = append(s.unquoted, data[from:at]...)
			plain, from = false, at+1
			at++
			continue
		}
		break
	}
	if plain {
		s.fields = append(s.fields, data[from:at-1])
	} else {
		s.unquoted = append(s.unquoted, data[from:at-1]...)
		s.fields = append(s.fields, s.unquoted[start:len(s.unquoted):len(s.unquoted)])
	}
	if at < len(data) && data[at] == '\r' && (at+1 < len(data) && data[at+1] == '\n' || at+1 == len(data)) {
		at++
	}
	switch {
	case at == len(data) && !s.eof:
		return at, errShort
	case at == len(data), data[at] == ',', data[at] == '\n':
		return at, nil
	}
	return at, errAfterQuote
}

// checkText tells whether bytes are text that can be taken.
func checkText(b []byte) error {
	if bytes.IndexByte(b, 0) >= 0 {
		return errNUL
	}
	if !utf8.Valid(b) {
		return errNotUTF8
	}
	return nil
}
