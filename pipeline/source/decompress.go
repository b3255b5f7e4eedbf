package source

import (
	"bufio"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// decompress opens a file's text as its name says. done frees what reading took.
func decompress(path string, r io.Reader) (text io.Reader, done func(), err error) {
	switch {
	case strings.HasSuffix(path, ".gz"):
		z, err := gzip.NewReader(bufio.NewReaderSize(r, 256<<10))
		if err != nil {
			return nil, nil, streamError(path, 0, err)
		}
		return z, func() { _ = z.Close() }, nil // closing reports only errors that reading has reported
	case strings.HasSuffix(path, ".zst"):
		in := bufio.NewReaderSize(r, 256<<10)
		if _, err := in.Peek(1); err == io.EOF {
			return nil, nil, streamError(path, 0, io.ErrUnexpectedEOF) // zstd takes nothing for a whole file
		}
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(2), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return nil, nil, streamError(path, 0, err)
		}
		return z, z.Close, nil
	}
	return r, func() {}, nil
}
