package flight

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"time"

	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/keepalive"

	"github.com/uythac/uythac/serve"

	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
)

const door = "flight"

// Catalog is the name of the one catalogue.
const Catalog = "warehouse"

// Server answers Arrow Flight SQL.
type Server struct {
	flightsql.BaseServer
	Desk    *serve.Desk
	Log     *slog.Logger
	Version string // of the program

	sessions   sessions
	prepared   prepared
	running    running
	catalogues catalogues
	service    flight.FlightServer
}

// Limits of a connection.
const (
	mostReceived = 4 << 20 // bytes of a message
	mostCalls    = 100     // at once on a connection
	mostHeaders  = 64 << 10
	writeBuffer  = 512 << 10 // a batch in two or three writes
	idle         = 30 * time.Minute
)

// GRPC is the server with its limits, for a listener; without TLS it speaks in the clear.
func (s *Server) GRPC(encryption *tls.Config) *grpc.Server {
	options := []grpc.ServerOption{
		grpc.ChainUnaryInterceptor(s.unary), grpc.ChainStreamInterceptor(s.stream),
		grpc.MaxRecvMsgSize(mostReceived), grpc.MaxConcurrentStreams(mostCalls), grpc.MaxHeaderListSize(mostHeaders),
		grpc.WriteBufferSize(writeBuffer), grpc.ForceServerCodecV2(codec{encoding.GetCodecV2(proto.Name)}),
		grpc.ConnectionTimeout(10 * time.Second),
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionIdle: idle, Time: time.Minute, Timeout: 20 * time.Second}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
	}
	if encryption != nil {
		encryption = encryption.Clone()
		encryption.NextProtos = []string{"h2"}
		options = append(options, grpc.Creds(credentials.NewTLS(encryption)))
	}
	s.inform()
	s.service = flightsql.NewFlightServer(s)
	g := grpc.NewServer(options...)
	flight.RegisterFlightServiceServer(g, front{s.service, s})
	return g
}

// Serve answers on a listener until ctx ends; then it gives answers that are on their way some time.
func (s *Server) Serve(ctx context.Context, l net.Listener, encryption *tls.Config, farewell time.Duration) error {
	g := s.GRPC(encryption)
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(closed)
		late := time.AfterFunc(farewell, g.Stop) // what has not ended by then is cut off
		defer late.Stop()
		g.GracefulStop()
	})
	err := g.Serve(l)
	if !stop() {
		<-closed
	}
	return err
}

// front is the service of the library, but for what it does otherwise than is wanted here.
type front struct {
	flight.FlightServer
	server *Server
}

// Handshake is that by which clients get a token for user and password: the interceptor has let them in and sent it.
func (front) Handshake(stream flight.FlightService_HandshakeServer) error {
	return stream.Send(&flight.HandshakeResponse{})
}

// DoGet passes the rows of statements on; what else there is to be had is the library's.
func (f front) DoGet(t *flight.Ticket, stream flight.FlightService_DoGetServer) error {
	switch q := commandOf(t.GetTicket()).(type) {
	case *pb.TicketStatementQuery:
		return passOn[flightsql.StatementQueryTicket](stream, q, f.server.statementRows)
	case *pb.CommandPreparedStatementQuery:
		return passOn[flightsql.PreparedStatementQuery](stream, q, f.server.preparedRows)
	}
	return f.FlightServer.DoGet(t, stream)
}
