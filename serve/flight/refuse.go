package flight

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
)

var (
	errReadOnly    = status.Error(codes.PermissionDenied, "the warehouse is read-only: nothing can be written, ingested or created")
	errTransaction = status.Error(codes.Unimplemented, "there are no transactions: every statement reads one published version")
	errSubstrait   = status.Error(codes.Unimplemented, "Substrait is not spoken here: ask in SQL")
	errRenew       = status.Error(codes.Unimplemented, "endpoints do not expire: there is nothing to renew")
)

// outside refuses a statement that is said to belong to a transaction.
func outside(transaction []byte) error {
	if len(transaction) > 0 {
		return errTransaction
	}
	return nil
}

// DoPutCommandStatementUpdate implements flightsql.Server: it refuses.
func (*Server) DoPutCommandStatementUpdate(context.Context, flightsql.StatementUpdate) (int64, error) {
	return 0, errReadOnly
}

// DoPutPreparedStatementUpdate implements flightsql.Server: it refuses.
func (*Server) DoPutPreparedStatementUpdate(context.Context, flightsql.PreparedStatementUpdate, flight.MessageReader) (int64, error) {
	return 0, errReadOnly
}

// DoPutCommandStatementIngest implements flightsql.Server: it refuses.
func (*Server) DoPutCommandStatementIngest(context.Context, flightsql.StatementIngest, flight.MessageReader) (int64, error) {
	return 0, errReadOnly
}

// BeginTransaction implements flightsql.Server: it refuses.
func (*Server) BeginTransaction(context.Context, flightsql.ActionBeginTransactionRequest) ([]byte, error) {
	return nil, errTransaction
}

// BeginSavepoint implements flightsql.Server: it refuses.
func (*Server) BeginSavepoint(context.Context, flightsql.ActionBeginSavepointRequest) ([]byte, error) {
	return nil, errTransaction
}

// EndSavepoint implements flightsql.Server: it refuses.
func (*Server) EndSavepoint(context.Context, flightsql.ActionEndSavepointRequest) error {
	return errTransaction
}

// EndTransaction implements flightsql.Server: it refuses.
func (*Server) EndTransaction(context.Context, flightsql.ActionEndTransactionRequest) error {
	return errTransaction
}

// GetFlightInfoSubstraitPlan implements flightsql.Server: it refuses.
func (*Server) GetFlightInfoSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan, *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return nil, errSubstrait
}

// GetSchemaSubstraitPlan implements flightsql.Server: it refuses.
func (*Server) GetSchemaSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan, *flight.FlightDescriptor) (*flight.SchemaResult, error) {
	return nil, errSubstrait
}

// PollFlightInfoSubstraitPlan implements flightsql.Server: it refuses.
func (*Server) PollFlightInfoSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan, *flight.FlightDescriptor) (*flight.PollInfo, error) {
	return nil, errSubstrait
}

// CreatePreparedSubstraitPlan implements flightsql.Server: it refuses.
func (*Server) CreatePreparedSubstraitPlan(context.Context, flightsql.ActionCreatePreparedSubstraitPlanRequest) (res flightsql.ActionCreatePreparedStatementResult, err error) {
	return res, errSubstrait
}

// DoPutCommandSubstraitPlan implements flightsql.Server: it refuses.
func (*Server) DoPutCommandSubstraitPlan(context.Context, flightsql.StatementSubstraitPlan) (int64, error) {
	return 0, errSubstrait
}

// RenewFlightEndpoint implements flightsql.Server: endpoints do not expire.
func (*Server) RenewFlightEndpoint(context.Context, *flight.RenewFlightEndpointRequest) (*flight.FlightEndpoint, error) {
	return nil, errRenew
}

// CancelFlightInfo implements flightsql.Server: it stops the guest's own statements of an info.
func (s *Server) CancelFlightInfo(ctx context.Context, r *flight.CancelFlightInfoRequest) (flight.CancelFlightInfoResult, error) {
	found := false
	for _, e := range r.GetInfo().GetEndpoint() {
		found = s.running.cancel(idOf(e.GetTicket().GetTicket()), guestOf(ctx).Name) || found
	}
	if found {
		return flight.CancelFlightInfoResult{Status: flight.CancelStatusCancelled}, nil
	}
	return flight.CancelFlightInfoResult{Status: flight.CancelStatusNotCancellable}, nil
}

// idOf is the ID of a ticket's statement; empty when it is none.
func idOf(bytes []byte) string {
	switch m := commandOf(bytes).(type) {
	case *pb.TicketStatementQuery:
		var t ticket
		if json.Unmarshal(m.GetStatementHandle(), &t) != nil {
			return ""
		}
		return t.ID
	case *pb.CommandPreparedStatementQuery:
		return string(m.GetPreparedStatementHandle())
	}
	return ""
}

// commandOf is what a ticket asks for; nil when it asks for nothing that is known.
func commandOf(ticket []byte) proto.Message {
	var command anypb.Any
	if proto.Unmarshal(ticket, &command) != nil {
		return nil
	}
	message, err := command.UnmarshalNew()
	if err != nil {
		return nil
	}
	return message
}

// SetSessionOptions implements flightsql.Server: the one catalogue can be set, and nothing else.
func (*Server) SetSessionOptions(_ context.Context, r *flight.SetSessionOptionsRequest) (*flight.SetSessionOptionsResult, error) {
	res := &flight.SetSessionOptionsResult{Errors: map[string]*flight.SetSessionOptionsResultError{}}
	for name, v := range r.GetSessionOptions() {
		switch {
		case !strings.EqualFold(name, "catalog"):
			res.Errors[name] = &flight.SetSessionOptionsResultError{Value: flight.SetSessionOptionsResultErrorInvalidName}
		case v.GetStringValue() != Catalog:
			res.Errors[name] = &flight.SetSessionOptionsResultError{Value: flight.SetSessionOptionsResultErrorInvalidValue}
		}
	}
	return res, nil
}

// GetSessionOptions implements flightsql.Server.
func (*Server) GetSessionOptions(context.Context, *flight.GetSessionOptionsRequest) (*flight.GetSessionOptionsResult, error) {
	return &flight.GetSessionOptionsResult{SessionOptions: map[string]*flight.SessionOptionValue{
		"catalog": {OptionValue: &pb.SessionOptionValue_StringValue{StringValue: Catalog}},
	}}, nil
}

// CloseSession implements flightsql.Server: the session's token is good no more.
func (s *Server) CloseSession(ctx context.Context, _ *flight.CloseSessionRequest) (*flight.CloseSessionResult, error) {
	if token, _ := ctx.Value(sessionKey{}).(string); token != "" {
		s.sessions.end(token)
	}
	return &flight.CloseSessionResult{Status: flight.CloseSessionResultClosed}, nil
}
