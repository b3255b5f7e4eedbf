package analyst

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

// The kinds of frames that a worker writes: a byte, the length in four, and as many bytes.
const (
	frameRows   byte = 's' // a piece of an Arrow IPC stream
	frameFailed byte = 'e' // an Error in JSON: the last frame of a statement
	frameLast   byte = 'l' // an Error in JSON: the last frame of the worker
	frameDone   byte = 'd' // nothing: the last frame of a statement
)

const headerBytes = 5

// pipe is what a worker writes to, a frame at a time.
type pipe struct {
	mu sync.Mutex
	w  io.Writer
}

func (p *pipe) frame(kind byte, payload []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := [headerBytes]byte{kind}
	binary.LittleEndian.PutUint32(head[1:], uint32(len(payload))) //nolint:gosec // the worker's frames are smaller than frameBytes
	if _, err := p.w.Write(head[:]); err != nil {
		return err
	}
	_, err := p.w.Write(payload)
	return err
}

func readFrameHead(r io.Reader) (kind byte, size int, err error) {
	var head [headerBytes]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, 0, err
	}
	n := binary.LittleEndian.Uint32(head[1:])
	if n > frameBytes {
		return 0, 0, fmt.Errorf("a worker announces a frame of %d bytes", n)
	}
	return head[0], int(n), nil
}

// rowFrames writes an Arrow IPC stream as frames.
type rowFrames struct{ to *pipe }

func (f rowFrames) Write(p []byte) (n int, err error) {
	for len(p) > 0 {
		piece := p[:min(len(p), batchBytes)]
		if err := f.to.frame(frameRows, piece); err != nil {
			return n, err
		}
		n, p = n+len(piece), p[len(piece):]
	}
	return n, nil
}
