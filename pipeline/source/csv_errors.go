package source

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// textError says in the contract's words what a scanner's error means.
func (c *csvReader) textError(err error) error {
	line := c.scan.next
	switch {
	case errors.Is(err, errNotUTF8):
		line += int64(bytes.Count(validPrefix(c.scan.buf[c.scan.begin:c.scan.end]), []byte("\n")))
		if c.lastRune() {
			return c.cutShort("it ends inside a character")
		}
		return c.notUTF8(line, "it looks like Windows-1258 or another 8-bit code page")
	case errors.Is(err, errNUL):
		return c.notUTF8(line, "it holds zero bytes, as UTF-16 does")
	case errors.Is(err, errOpenQuote), errors.Is(err, errLong):
		r := c.cutShort(err.Error())
		r.Line = line
		return r
	case errors.Is(err, errAfterQuote):
		return &Refusal{File: c.file, Line: line, Problem: err.Error(), Remedy: "write quotes inside a field twice (RFC 4180)"}
	}
	return streamError(c.file, line, err)
}

// streamError says what a reading or decompression error means.
func streamError(file string, line int64, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, zstd.ErrMagicMismatch),
		errors.Is(err, zstd.ErrCRCMismatch), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		return &Refusal{File: file, Line: line, Problem: "the file is cut short or damaged (" + err.Error() + ")", Remedy: remedyCopy}
	}
	return fmt.Errorf("%s: %w", file, err)
}

const remedyCopy = "copy or extract it again, and compare its size with the original's"

func (c *csvReader) cutShort(how string) *Refusal {
	return &Refusal{File: c.file, Line: c.scan.line, Problem: "the file is cut short: " + how, Remedy: remedyCopy}
}

func (c *csvReader) notUTF8(line int64, guess string) error {
	return &Refusal{File: c.file, Line: line, Problem: "the file is not UTF-8; " + guess,
		Remedy: "save it as UTF-8, for example: iconv -f WINDOWS-1258 -t UTF-8 (or -f UTF-16)"}
}

func (c *csvReader) wrongCount() error {
	if got := len(c.scan.fields); c.atEnd() && got < len(c.header) {
		return c.cutShort(fmt.Sprintf("the last line has %d of %d fields", got, len(c.header)))
	}
	return &Refusal{File: c.file, Line: c.scan.line,
		Problem: fmt.Sprintf("the line has %d fields, the header has %d", len(c.scan.fields), len(c.header)),
		Remedy:  "put fields that hold a comma or a line break in double quotes (RFC 4180), or mend the line"}
}

// atEnd tells whether nothing follows the last record.
func (c *csvReader) atEnd() bool {
	s := c.scan
	for s.begin == s.end && !s.eof {
		if err := s.fill(); err != nil {
			return false
		}
	}
	return s.begin == s.end
}

// lastRune tells whether the text is UTF-8 up to a character that the end of the file cuts in two.
func (c *csvReader) lastRune() bool {
	rest := c.scan.buf[c.scan.begin:c.scan.end]
	tail := rest[len(validPrefix(rest)):]
	return c.scan.eof && len(tail) < 4 && len(tail) > 0 && tail[0] >= 0xC2 && tail[0] <= 0xF4
}

// validPrefix returns the longest beginning of b that is UTF-8.
func validPrefix(b []byte) []byte {
	for at := 0; at < len(b); {
		r, size := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && size == 1 {
			return b[:at]
		}
		at += size
	}
	return b
}
