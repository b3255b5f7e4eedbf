package flight

import (
	"context"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"
)

// passed is a FlightData of a message that a worker wrote. It goes out as it came: nothing of it is read, decoded or copied
// before gRPC cuts it into frames. It is sent once.
type passed struct{ head, body []byte }

// The numbers of the fields of FlightData.
const (
	headField = 2
	bodyField = 1000
)

// wire is the message as protocol buffers write it. The body is room for others when it has been sent.
func (p *passed) wire() mem.BufferSlice {
	start := make([]byte, 0, len(p.head)+32)
	start = protowire.AppendTag(start, headField, protowire.BytesType)
	start = protowire.AppendBytes(start, p.head)
	start = protowire.AppendTag(start, bodyField, protowire.BytesType)
	start = protowire.AppendVarint(start, uint64(len(p.body)))
	return mem.BufferSlice{mem.SliceBuffer(start), mem.NewBuffer(&p.body, &bodies)}
}

// codec is that of protocol buffers, and knows what is passed on.
type codec struct{ encoding.CodecV2 }

func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	if p, ok := v.(*passed); ok {
		return p.wire(), nil
	}
	return c.CodecV2.Marshal(v)
}

// roomStep is what rooms for bodies are a multiple of: batches of one answer differ by little.
const roomStep = 128 << 10

// rooms are for bodies, and are used again. They are as many as are on their way; none is cleared, for each is filled.
type rooms struct{ free sync.Pool }

var bodies rooms

// Get implements mem.BufferPool.
func (r *rooms) Get(size int) *[]byte {
	if b, ok := r.free.Get().(*[]byte); ok && cap(*b) >= size {
		*b = (*b)[:size]
		return b
	}
	b := make([]byte, size, (size+roomStep-1)/roomStep*roomStep)
	return &b
}

// Put implements mem.BufferPool.
func (r *rooms) Put(b *[]byte) { r.free.Put(b) }

// room is one for a body.
func room(size int) []byte { return *bodies.Get(size) }

// passOn sends the schema and the rows of an answer.
func passOn[Q any](to flight.FlightService_DoGetServer, q Q, ask func(context.Context, Q) (*arrow.Schema, <-chan chunk, error)) error {
	schema, chunks, err := ask(to.Context(), q)
	if err != nil {
		return err
	}
	defer func() {
		for range chunks { //nolint:revive // what is not wanted any more: the question is written down when the last is gone
		}
	}()
	if err := flight.NewRecordWriter(to, ipc.WithSchema(schema)).Close(); err != nil { // the schema alone
		return err
	}
	for c := range chunks {
		if c.err != nil {
			return c.err
		}
		if err := to.SendMsg(c.rows); err != nil {
			return err
		}
	}
	return to.Context().Err()
}
