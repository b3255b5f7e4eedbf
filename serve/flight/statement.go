package flight

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/serve"
)

// ticket is what a statement is asked by again.
type ticket struct {
	ID  string `json:"id"` // to cancel it by
	Run string `json:"run"`
	SQL string `json:"sql"`
}

func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails, by its documentation
	return hex.EncodeToString(id)
}

// described is what a guest's statement would answer with, on the version that answers now.
func (s *Server) described(ctx context.Context, sql string) (v serve.Version, d analyst.Description, err error) {
	if v, err = s.Desk.Version(guestOf(ctx)); err != nil {
		return v, d, err
	}
	d, err = s.Desk.Describe(ctx, v, sql)
	return v, d, err
}

// GetFlightInfoStatement implements flightsql.Server.
func (s *Server) GetFlightInfoStatement(ctx context.Context, q flightsql.StatementQuery, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	if err := outside(q.GetTransactionId()); err != nil {
		return nil, err
	}
	v, described, err := s.described(ctx, q.GetQuery())
	if err != nil {
		return nil, err
	}
	handle, err := json.Marshal(ticket{newID(), v.Run, q.GetQuery()})
	if err != nil {
		return nil, err
	}
	bytes, err := flightsql.CreateStatementQueryTicket(handle)
	if err != nil {
		return nil, err
	}
	return info(d, arrow.NewSchema(described.Columns, nil), bytes), nil
}

// info is where an answer is to be had: here.
func info(d *flight.FlightDescriptor, schema *arrow.Schema, bytes []byte) *flight.FlightInfo {
	return &flight.FlightInfo{Schema: flight.SerializeSchema(schema, memory.DefaultAllocator), FlightDescriptor: d,
		Endpoint: []*flight.FlightEndpoint{{Ticket: &flight.Ticket{Ticket: bytes}}}, TotalRecords: -1, TotalBytes: -1}
}

// GetSchemaStatement implements flightsql.Server.
func (s *Server) GetSchemaStatement(ctx context.Context, q flightsql.StatementQuery, _ *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	_, d, err := s.described(ctx, q.GetQuery())
	if err != nil {
		return nil, err
	}
	return &flight.SchemaResult{Schema: flight.SerializeSchema(arrow.NewSchema(d.Columns, nil), memory.DefaultAllocator)}, nil
}

// PollFlightInfoStatement implements flightsql.Server: what a statement answers with is known at once.
func (s *Server) PollFlightInfoStatement(ctx context.Context, q flightsql.StatementQuery, d *flight.FlightDescriptor) (*flight.PollInfo, error) {
	return polled(s.GetFlightInfoStatement(ctx, q, d))
}

func polled(i *flight.FlightInfo, err error) (*flight.PollInfo, error) {
	if err != nil {
		return nil, err
	}
	done := 1.0
	return &flight.PollInfo{Info: i, Progress: &done}, nil
}

// PollFlightInfo implements flightsql.Server for every other command.
func (s *Server) PollFlightInfo(ctx context.Context, d *flight.FlightDescriptor) (*flight.PollInfo, error) {
	return polled(s.service.GetFlightInfo(ctx, d))
}

// statementRows are those of a ticket's statement.
func (s *Server) statementRows(ctx context.Context, q flightsql.StatementQueryTicket) (*arrow.Schema, <-chan chunk, error) {
	var t ticket
	if err := json.Unmarshal(q.GetStatementHandle(), &t); err != nil || t.ID == "" {
		return nil, nil, status.Error(codes.InvalidArgument, "the ticket is none of this server")
	}
	guest := guestOf(ctx)
	v, ok := s.Desk.Held(guest, t.Run)
	if !ok {
		return nil, nil, status.Error(codes.NotFound, "the version that the ticket is for is gone: ask again")
	}
	return s.run(ctx, t.ID, v, analyst.Statement{SQL: t.SQL}, nil)
}

// run streams the rows of a statement; of one with several rows of parameters those of all, one after another.
func (s *Server) run(ctx context.Context, id string, v serve.Version, st analyst.Statement, params []map[string]any) (*arrow.Schema, <-chan chunk, error) {
	guest := guestOf(ctx)
	asking, cancel := context.WithCancel(ctx) // the reader of one that is cancelled is still there, and is told
	end := s.running.begin(id, guest.Name, cancel)
	ask := func(i int) (*serve.Answer, error) {
		if len(params) > 0 {
			st.Params = params[i]
		}
		return s.Desk.Ask(asking, guest, v, serve.Question{Statement: st, Door: door, Action: "query"})
	}
	a, err := ask(0)
	if err != nil {
		end()
		return nil, nil, err
	}
	chunks := make(chan chunk)
	go func() {
		defer end()
		defer close(chunks)
		for i := 1; ; i++ {
			if !pass(ctx, a, chunks) || i >= len(params) {
				return
			}
			if a, err = ask(i); err != nil {
				send(ctx, chunks, chunk{err: said(err)})
				return
			}
		}
	}()
	return a.Schema(), chunks, nil
}

// chunk is some of the rows of an answer on their way, or why there are no more.
type chunk struct {
	rows *passed
	err  error
}

// pass hands the rows of an answer over; false: no more are to come.
func pass(ctx context.Context, a *serve.Answer, chunks chan<- chunk) bool {
	whole := true
	for m, err := range a.Messages(room) {
		if err != nil {
			send(ctx, chunks, chunk{err: said(err)})
			whole = false
			break
		}
		if err := hand(ctx, &passed{m.Head, m.Body}, chunks); err != nil {
			a.Fail(err)
			_ = a.Close() // the worker is free for others, however long the reader takes to be told
			send(ctx, chunks, chunk{err: said(err)})
			return false
		}
	}
	if err := a.Close(); err != nil && whole {
		send(ctx, chunks, chunk{err: said(err)})
		return false
	}
	return whole
}

// stall is how long a reader may take nothing: a statement holds a worker.
const stall = 5 * time.Minute

var errStalled = &analyst.Error{Reason: analyst.Timeout, At: -1, Problem: fmt.Sprintf("the reader took nothing for %v", stall), Remedy: "read on at once, or ask for less"}

// hand sends rows; an error when nobody takes them.
func hand(ctx context.Context, p *passed, chunks chan<- chunk) error {
	late := time.NewTimer(stall)
	defer late.Stop()
	select {
	case chunks <- chunk{rows: p}:
		return nil
	case <-ctx.Done():
		return context.Canceled
	case <-late.C:
		return errStalled
	}
}

// send sends a chunk, however long it takes the receiver, unless that is gone.
func send(ctx context.Context, chunks chan<- chunk, c chunk) {
	select {
	case chunks <- c:
	case <-ctx.Done():
	}
}

// one is a stream of one batch.
func one(b arrow.RecordBatch) <-chan flight.StreamChunk {
	chunks := make(chan flight.StreamChunk, 1)
	chunks <- flight.StreamChunk{Data: b}
	close(chunks)
	return chunks
}

// built makes the batch of a builder into a stream.
func built(b *array.RecordBuilder) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	defer b.Release()
	return b.Schema(), one(b.NewRecordBatch()), nil
}

// running are the statements whose rows are on their way, by their ID. The zero value has none.
type running struct {
	mu sync.Mutex
	by map[string][]*call
}

type call struct {
	who    string
	cancel context.CancelFunc
}

// begin notes a statement; what it returns ends it.
func (r *running) begin(id, who string, cancel context.CancelFunc) (end func()) {
	c := &call{who, cancel}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = map[string][]*call{}
	}
	r.by[id] = append(r.by[id], c)
	return func() {
		cancel()
		r.mu.Lock()
		defer r.mu.Unlock()
		var left []*call
		for _, other := range r.by[id] {
			if other != c {
				left = append(left, other)
			}
		}
		if r.by[id] = left; left == nil {
			delete(r.by, id)
		}
	}
}

// cancel stops the statements of an ID that somebody runs, and tells whether there were any.
func (r *running) cancel(id, who string) (found bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.by[id] {
		if c.who == who {
			c.cancel()
			found = true
		}
	}
	return found
}
