package flight

import (
	"context"
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
	"github.com/uythac/uythac/calendar"
)

const (
	mostPrepared = 1000 // statements of a user
	mostBound    = 1000 // rows of parameters of a statement
	preparedIdle = time.Hour
)

// plan is a prepared statement: it is run on the version of the moment.
type plan struct {
	who    string
	sql    string
	names  []string // of the parameters
	schema *arrow.Schema
	bound  []map[string]any // nil: no parameters were given
	used   time.Time
}

// prepared are the statements that wait to be run, by their handle. The zero value has none.
type prepared struct {
	mu sync.Mutex
	by map[string]*plan
}

func (p *prepared) put(handle string, s *plan) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := 0
	for h, other := range p.by {
		switch {
		case time.Since(other.used) > preparedIdle:
			delete(p.by, h)
		case other.who == s.who:
			own++
		}
	}
	if own >= mostPrepared {
		return status.Errorf(codes.ResourceExhausted, "%d statements are prepared, as many as may: close some", own)
	}
	if p.by == nil {
		p.by = map[string]*plan{}
	}
	s.used = time.Now()
	p.by[handle] = s
	return nil
}

// of is a copy of a guest's own statement.
func (p *prepared) of(handle []byte, who string) (plan, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.by[string(handle)]
	if s == nil || s.who != who {
		return plan{}, status.Error(codes.NotFound, "there is no such prepared statement: it was closed, or is an hour old")
	}
	s.used = time.Now()
	return *s, nil
}

func (p *prepared) bind(handle []byte, bound []map[string]any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.by[string(handle)]; s != nil {
		s.bound = bound
	}
}

func (p *prepared) close(handle []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.by, string(handle))
}

// CreatePreparedStatement implements flightsql.Server.
func (s *Server) CreatePreparedStatement(ctx context.Context, q flightsql.ActionCreatePreparedStatementRequest) (res flightsql.ActionCreatePreparedStatementResult, err error) {
	if err := outside(q.GetTransactionId()); err != nil {
		return res, err
	}
	_, d, err := s.described(ctx, q.GetQuery())
	if err != nil {
		return res, said(err)
	}
	p := &plan{who: guestOf(ctx).Name, sql: q.GetQuery(), schema: arrow.NewSchema(d.Columns, nil)}
	for _, f := range d.Parameters {
		p.names = append(p.names, f.Name)
	}
	handle, update := newID(), false
	if err := s.prepared.put(handle, p); err != nil {
		return res, err
	}
	return flightsql.ActionCreatePreparedStatementResult{Handle: []byte(handle), DatasetSchema: p.schema, ParameterSchema: arrow.NewSchema(d.Parameters, nil), IsUpdate: &update}, nil
}

// ClosePreparedStatement implements flightsql.Server.
func (s *Server) ClosePreparedStatement(ctx context.Context, q flightsql.ActionClosePreparedStatementRequest) error {
	if _, err := s.prepared.of(q.GetPreparedStatementHandle(), guestOf(ctx).Name); err != nil {
		return err
	}
	s.prepared.close(q.GetPreparedStatementHandle())
	return nil
}

// GetFlightInfoPreparedStatement implements flightsql.Server.
func (s *Server) GetFlightInfoPreparedStatement(ctx context.Context, q flightsql.PreparedStatementQuery, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	p, err := s.prepared.of(q.GetPreparedStatementHandle(), guestOf(ctx).Name)
	if err != nil {
		return nil, err
	}
	return info(d, p.schema, d.Cmd), nil
}

// GetSchemaPreparedStatement implements flightsql.Server.
func (s *Server) GetSchemaPreparedStatement(ctx context.Context, q flightsql.PreparedStatementQuery, _ *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	p, err := s.prepared.of(q.GetPreparedStatementHandle(), guestOf(ctx).Name)
	if err != nil {
		return nil, err
	}
	return &flight.SchemaResult{Schema: flight.SerializeSchema(p.schema, memory.DefaultAllocator)}, nil
}

// PollFlightInfoPreparedStatement implements flightsql.Server.
func (s *Server) PollFlightInfoPreparedStatement(ctx context.Context, q flightsql.PreparedStatementQuery, d *flight.FlightDescriptor) (*flight.PollInfo, error) {
	return polled(s.GetFlightInfoPreparedStatement(ctx, q, d))
}

// preparedRows are those of a prepared statement with the parameters that it has.
func (s *Server) preparedRows(ctx context.Context, q flightsql.PreparedStatementQuery) (*arrow.Schema, <-chan chunk, error) {
	guest := guestOf(ctx)
	p, err := s.prepared.of(q.GetPreparedStatementHandle(), guest.Name)
	if err != nil {
		return nil, nil, err
	}
	if p.bound == nil && len(p.names) > 0 {
		return nil, nil, status.Errorf(codes.InvalidArgument, "the statement has %d parameters, and none has a value", len(p.names))
	}
	v, err := s.Desk.Version(guest)
	if err != nil {
		return nil, nil, err
	}
	return s.run(ctx, string(q.GetPreparedStatementHandle()), v, analyst.Statement{SQL: p.sql}, p.bound)
}

// DoPutPreparedStatementQuery implements flightsql.Server: it takes values for the parameters, in their order.
func (s *Server) DoPutPreparedStatementQuery(ctx context.Context, q flightsql.PreparedStatementQuery, r flight.MessageReader, _ flight.MetadataWriter) ([]byte, error) {
	p, err := s.prepared.of(q.GetPreparedStatementHandle(), guestOf(ctx).Name)
	if err != nil {
		return nil, err
	}
	bound := []map[string]any{}
	for r.Next() {
		b := r.RecordBatch()
		if int(b.NumCols()) != len(p.names) {
			return nil, status.Errorf(codes.InvalidArgument, "the statement has %d parameters, and %d have a value", len(p.names), b.NumCols())
		}
		if int64(len(bound))+b.NumRows() > mostBound {
			return nil, status.Errorf(codes.InvalidArgument, "more than %d rows of parameters", mostBound)
		}
		for row := range int(b.NumRows()) {
			values := map[string]any{}
			for i, name := range p.names {
				if values[name], err = value(b.Column(i), row); err != nil {
					return nil, status.Errorf(codes.InvalidArgument, "parameter %d: %v", i+1, err)
				}
			}
			bound = append(bound, values)
		}
	}
	if err := r.Err(); err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "the parameters cannot be read: %v", err)
	}
	if len(bound) == 0 {
		bound = nil
	}
	s.prepared.bind(q.GetPreparedStatementHandle(), bound)
	return q.GetPreparedStatementHandle(), nil
}

// value is a parameter's as package analyst takes it.
func value(a arrow.Array, row int) (any, error) {
	if a.IsNull(row) {
		return nil, nil //nolint:nilnil // NULL
	}
	switch a := a.(type) {
	case *array.Boolean:
		return a.Value(row), nil
	case *array.Int8:
		return int64(a.Value(row)), nil
	case *array.Int16:
		return int64(a.Value(row)), nil
	case *array.Int32:
		return int64(a.Value(row)), nil
	case *array.Int64:
		return a.Value(row), nil
	case *array.Uint8:
		return int64(a.Value(row)), nil
	case *array.Uint16:
		return int64(a.Value(row)), nil
	case *array.Uint32:
		return int64(a.Value(row)), nil
	case *array.Float32:
		return float64(a.Value(row)), nil
	case *array.Float64:
		return a.Value(row), nil
	case *array.Date32:
		return calendar.Day(a.Value(row)), nil
	case *array.Date64:
		return calendar.Day(a.Value(row) / 86_400_000), nil
	case *array.Timestamp:
		return a.Value(row).ToTime(a.DataType().(*arrow.TimestampType).Unit), nil
	case *array.Null:
		return nil, nil //nolint:nilnil // NULL
	case *array.Dictionary:
		return value(a.Dictionary(), a.GetValueIndex(row))
	case *array.DenseUnion:
		return value(a.Field(a.ChildID(row)), int(a.ValueOffset(row)))
	}
	switch a.DataType().ID() {
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW, arrow.DECIMAL32, arrow.DECIMAL64, arrow.DECIMAL128, arrow.DECIMAL256, arrow.UINT64, arrow.TIME32, arrow.TIME64:
		return a.ValueStr(row), nil
	}
	return nil, fmt.Errorf("values of type %s are not taken", a.DataType())
}
