package flight

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"net"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/serve"
)

// guestKey is the context's key of who asks.
type guestKey struct{}

// sessionKey is the context's key of the session's token, if there is one.
type sessionKey struct{}

func guestOf(ctx context.Context) serve.Guest {
	g, _ := ctx.Value(guestKey{}).(serve.Guest)
	return g
}

const header = "authorization"

// unary lets in who calls for one answer.
func (s *Server) unary(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	ctx, given, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	if given != "" {
		if err := grpc.SetHeader(ctx, metadata.Pairs(header, given)); err != nil {
			return nil, err
		}
	}
	answer, err := next(ctx, request)
	return answer, said(err)
}

// stream lets in who calls for a stream.
func (s *Server) stream(server any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	ctx, given, err := s.enter(stream.Context())
	if err != nil {
		return err
	}
	if given != "" {
		pair := metadata.Pairs(header, given)
		if err := stream.SetHeader(pair); err != nil {
			return err
		}
		stream.SetTrailer(pair)
	}
	err = next(server, entered{stream, ctx})
	if err != nil {
		s.Log.Debug("a call failed", "door", door, "error", err)
	}
	return said(err)
}

// entered is a stream whose context knows who asks.
type entered struct {
	grpc.ServerStream
	ctx context.Context
}

func (e entered) Context() context.Context { return e.ctx }

// enter finds out who asks. Who shows a password is given the token of a session, as a header's value.
func (s *Server) enter(ctx context.Context) (_ context.Context, given string, err error) {
	from := "unknown"
	if p, ok := peer.FromContext(ctx); ok {
		if from, _, err = net.SplitHostPort(p.Addr.String()); err != nil {
			from = p.Addr.String()
		}
	}
	shown := ""
	if list := metadata.ValueFromIncomingContext(ctx, header); len(list) > 0 {
		shown = list[0]
	}
	scheme, rest, _ := strings.Cut(shown, " ")
	var guest serve.Guest
	var session string
	switch {
	case shown == "":
		guest, err = s.Desk.Nobody(door, from)
	case strings.EqualFold(scheme, "basic"):
		name, password, ok := basic(rest)
		if !ok {
			return ctx, "", said(account.ErrDenied)
		}
		if guest, err = s.Desk.Password(ctx, door, from, name, password); err == nil {
			session = s.sessions.begin(guest, time.Now())
			given = "Bearer " + session
		}
	case strings.EqualFold(scheme, "bearer") && strings.HasPrefix(rest, sessionMark):
		held, ok := s.sessions.of(rest, time.Now())
		if !ok {
			return ctx, "", said(account.ErrDenied)
		}
		held.From, session = from, rest
		guest, err = s.Desk.Again(door, held)
	case strings.EqualFold(scheme, "bearer"):
		guest, err = s.Desk.Token(ctx, door, from, rest)
	default:
		err = account.ErrDenied
	}
	if err != nil {
		return ctx, "", said(err)
	}
	ctx = context.WithValue(ctx, sessionKey{}, session)
	return context.WithValue(ctx, guestKey{}, guest), given, nil
}

func basic(text string) (name, password string, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		if raw, err = base64.RawStdEncoding.DecodeString(text); err != nil {
			return "", "", false
		}
	}
	name, password, ok = strings.Cut(string(raw), ":")
	return name, password, ok
}

const (
	sessionMark  = "uys_"
	sessionIdle  = 8 * time.Hour
	mostSessions = 10_000
)

// session is one who came in by password.
type session struct {
	guest serve.Guest
	used  time.Time
}

// sessions are those of this process, by the hash of their tokens. The zero value has none.
type sessions struct {
	mu sync.Mutex
	by map[[32]byte]*session
}

func (s *sessions) begin(g serve.Guest, now time.Time) string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails, by its documentation
	token := sessionMark + base64.RawURLEncoding.EncodeToString(secret)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil || len(s.by) >= mostSessions {
		s.by = map[[32]byte]*session{}
	}
	for k, old := range s.by {
		if now.Sub(old.used) > sessionIdle {
			delete(s.by, k)
		}
	}
	s.by[sha256.Sum256([]byte(token))] = &session{g, now}
	return token
}

func (s *sessions) of(token string, now time.Time) (serve.Guest, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.by[sha256.Sum256([]byte(token))]
	if held == nil || now.Sub(held.used) > sessionIdle {
		return serve.Guest{}, false
	}
	held.used = now
	return held.guest, true
}

func (s *sessions) end(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, sha256.Sum256([]byte(token)))
}

// reasons of statements as codes of gRPC.
var reasons = map[string]codes.Code{
	analyst.Refused: codes.PermissionDenied, analyst.Invalid: codes.InvalidArgument, analyst.Memory: codes.ResourceExhausted, analyst.Cancelled: codes.Canceled,
	analyst.Timeout: codes.DeadlineExceeded, analyst.TooMany: codes.ResourceExhausted, analyst.TooLarge: codes.ResourceExhausted, analyst.Busy: codes.Unavailable,
}

// said puts an error into a status for who asked; what is this machine's own is not told.
func said(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := status.FromError(err); ok {
		return err
	}
	var e *analyst.Error
	switch {
	case errors.As(err, &e):
		code, ok := reasons[e.Reason]
		if !ok {
			code = codes.Internal
		}
		return status.Error(code, e.Error())
	case errors.Is(err, account.ErrDenied), errors.Is(err, serve.ErrNobody):
		return status.Error(codes.Unauthenticated, err.Error())
	case errors.Is(err, serve.ErrNoRole):
		return status.Error(codes.PermissionDenied, err.Error())
	case errors.Is(err, account.ErrWait), errors.Is(err, serve.ErrSlower):
		return status.Error(codes.ResourceExhausted, err.Error())
	case errors.Is(err, serve.ErrPreparing), errors.Is(err, fs.ErrNotExist):
		return status.Error(codes.Unavailable, "the figures of this role are being prepared, or nothing is published: ask again in a minute")
	case errors.Is(err, context.Canceled):
		return status.Error(codes.Canceled, "the query was stopped")
	}
	return status.Error(codes.Internal, "it failed here: the log of the server tells why")
}
