package analyst

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// The kinds of frames that a worker writes.
const (
	frameRows   byte = 's' // a message of an Arrow IPC stream: its head and its body
	frameFailed byte = 'e' // an Error in JSON: the last frame of a statement
	frameLast   byte = 'l' // an Error in JSON: the last frame of the worker
	frameDone   byte = 'd' // nothing: the last frame of a statement
)

// frameStart is what a frame starts with: the kind in a byte, and three numbers of four bytes.
type frameStart struct {
	kind       byte
	head, body uint32 // how many bytes follow
	rows       uint32 // of a batch
}

const startBytes = 13

func (s frameStart) bytes() []byte {
	b := make([]byte, 0, startBytes)
	b = append(b, s.kind)
	for _, n := range []uint32{s.head, s.body, s.rows} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

func readFrameStart(r io.Reader) (s frameStart, err error) {
	var b [startBytes]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return s, err
	}
	n := func(i int) uint32 { return binary.LittleEndian.Uint32(b[1+4*i:]) }
	s = frameStart{b[0], n(0), n(1), n(2)}
	if s.head > frameBytes || s.body > frameBytes {
		return s, fmt.Errorf("a worker announces a frame of %d bytes", uint64(s.head)+uint64(s.body))
	}
	return s, nil
}

// pipe is what a worker writes to, a frame at a time.
type pipe struct {
	mu sync.Mutex
	w  *bufio.Writer
}

// pieceBytes is how much is gathered before it is written; what is longer is written as it is.
const pieceBytes = 16 << 10

func newPipe(w io.Writer) *pipe { return &pipe{w: bufio.NewWriterSize(w, pieceBytes)} }

// frame writes a frame without a body.
func (p *pipe) frame(kind byte, head []byte) error {
	return p.write(frameStart{kind: kind, head: uint32(len(head))}, head, func(io.Writer) error { return nil }) //nolint:gosec // the worker's frames are smaller than frameBytes
}

func (p *pipe) write(start frameStart, head []byte, body func(io.Writer) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = p.w.Write(start.bytes()) // an error stays until Flush
	_, _ = p.w.Write(head)
	if err := body(p.w); err != nil {
		return err
	}
	return p.w.Flush()
}

// messages writes an Arrow IPC stream as frames, one a message.
type messages struct {
	to   *pipe
	rows uint32 // of the batch at hand
}

// newStream is a stream to a pipe; write writes its batches.
func newStream(to *pipe, schema *arrow.Schema) (stream *ipc.Writer, write func(arrow.RecordBatch) error) {
	m := &messages{to: to}
	stream = ipc.NewWriterWithPayloadWriter(m, ipc.WithSchema(schema))
	return stream, func(b arrow.RecordBatch) error {
		m.rows = uint32(b.NumRows()) //nolint:gosec // at most batchRows
		return stream.Write(b)
	}
}

// Start implements ipc.PayloadWriter.
func (m *messages) Start() error { return nil }

// Close implements ipc.PayloadWriter: the end of a statement has a frame of its own.
func (m *messages) Close() error { return nil }

// WritePayload implements ipc.PayloadWriter.
func (m *messages) WritePayload(p ipc.Payload) error {
	head := p.Meta()
	defer head.Release()
	read := ipc.NewMessage(head, memory.NewBufferBytes(nil))
	defer read.Release()
	start := frameStart{kind: frameRows, head: uint32(head.Len()), body: uint32(read.BodyLen())} //nolint:gosec // see pipe.frame
	if read.Type() == ipc.MessageRecordBatch {
		start.rows = m.rows
	}
	return m.to.write(start, head.Bytes(), p.SerializeBody)
}
