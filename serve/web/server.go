package web

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/serve"
	"github.com/uythac/uythac/serve/board"
)

// Server answers HTTP.
type Server struct {
	Desk    *serve.Desk
	Log     *slog.Logger
	Secure  bool   // TLS: browsers are told to insist on it
	Version string // of the program: what is made otherwise has another ETag
	Board   *board.Board

	kept     kept
	sessions sessions
}

//go:embed openapi.yaml
var description []byte

const door = "http"

// Limits of a request.
const (
	mostBody   = 2 << 20 // bytes: a statement may have half of that
	mostHeader = 64 << 10
	readTime   = 30 * time.Second
	idleTime   = 2 * time.Minute
	stall      = 30 * time.Second // longest that a reader takes nothing
)

// HTTP is the server with its limits, for a listener.
func (s *Server) HTTP() *http.Server {
	return &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: readTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug)}
}

// Handler answers every path there is.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /api/openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		_, _ = w.Write(description) // who asked may be gone
	})
	mux.HandleFunc("GET /api/reports", s.entered(s.reports))
	mux.HandleFunc("GET /api/reports/{name}", s.entered(s.report))
	mux.HandleFunc("GET /api/trends", s.entered(s.trends))
	mux.HandleFunc("GET /api/trends/{name}", s.entered(s.trend))
	mux.HandleFunc("GET /api/query", s.entered(s.query))
	mux.HandleFunc("POST /api/query", s.entered(s.query))
	for _, path := range []string{"/healthz", "/api/openapi.yaml", "/api/reports", "/api/reports/{name}", "/api/trends", "/api/trends/{name}", "/api/query"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			s.fail(w, r, &problem{http.StatusMethodNotAllowed, r.Method + " is not for this path", "figures are read with GET, statements are also asked with POST", -1})
		})
	}
	if s.Board != nil {
		s.pages(mux)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &problem{http.StatusNotFound, "there is nothing at this path", "/api/openapi.yaml tells what there is", -1})
	})
	return s.guarded(http.NewCrossOriginProtection().Handler(mux))
}

// guarded puts on every answer what keeps browsers from doing harm with it, and answers for a handler that fails badly.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostBody)
		defer func() {
			switch p := recover(); {
			case p == nil:
			case p == http.ErrAbortHandler: //nolint:errorlint // the very value, by its documentation
				panic(p)
			default:
				s.Log.Error("a request failed", "path", r.URL.Path, "problem", fmt.Sprint(p), "stack", string(debug.Stack()))
				s.fail(w, r, errors.New("it failed here"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// request is what a handler gets: who asks, and which version answers.
type request struct {
	*http.Request
	guest   serve.Guest
	version serve.Version
}

// entered lets in who may ask, and answers with what the handler says went wrong.
func (s *Server) entered(answer func(http.ResponseWriter, request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		guest, err := s.enter(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		version, err := s.Desk.Version(guest)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if err := answer(w, request{r, guest, version}); err != nil {
			s.fail(w, r, err)
		}
	}
}

// enter finds out who asks.
func (s *Server) enter(r *http.Request) (serve.Guest, error) {
	from, header := from(r), r.Header.Get("Authorization")
	if c, err := r.Cookie(cookieName(r.TLS != nil)); err == nil && header == "" {
		g, ok := s.sessions.of(c.Value, s.Desk.Time())
		if !ok {
			return serve.Guest{}, fmt.Errorf("%w: %w", serve.ErrNobody, errSession)
		}
		return s.Desk.Again(door, g)
	}
	if header == "" {
		if !local(r.Host) { // a page of another name that a browser was led to resolve to this machine
			return serve.Guest{}, serve.ErrNobody
		}
		return s.Desk.Nobody(door, from)
	}
	ctx, done := context.WithTimeout(r.Context(), 10*time.Second)
	defer done()
	if name, password, ok := r.BasicAuth(); ok {
		return s.Desk.Password(ctx, door, from, name, password)
	}
	if token, ok := bearer(header); ok {
		return s.Desk.Token(ctx, door, from, token)
	}
	return serve.Guest{}, account.ErrDenied
}

func bearer(header string) (token string, ok bool) {
	const scheme = "bearer "
	if len(header) < len(scheme) || !strings.EqualFold(header[:len(scheme)], scheme) {
		return "", false
	}
	return header[len(scheme):], true
}

// local tells whether a request was made to this machine by a name of its own.
func local(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && ip.IsLoopback()
}
