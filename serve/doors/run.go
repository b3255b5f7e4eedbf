package doors

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/audit"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/presence"
	"github.com/uythac/uythac/serve"
	"github.com/uythac/uythac/serve/board"
	"github.com/uythac/uythac/serve/flight"
	"github.com/uythac/uythac/serve/web"
)

// Server opens the doors. Its fields are set before Run.
type Server struct {
	Config    Config
	Warehouse pipeline.Warehouse
	Worker    []string // command that starts a worker for statements
	Version   string   // of the program
	Log       *slog.Logger
	Now       func() time.Time
	Zone      *time.Location // of moments that people read; nil: UTC

	// Entries are those of a loan behind a page of it; see board.Board. Nil: pages show none.
	Entries func(ctx context.Context, v serve.Version, contract string, from, to calendar.Day) (columns []string, rows [][]any, err error)

	Opened func(presence.Doors) // told of the doors when they are open; nil: nobody is
}

// politeness is the niceness of workers: people wait for them, so that they go before the nightly run.
const politeness = 2

// farewell is how long answers that are on their way may take when the doors close.
const farewell = 20 * time.Second

// Run opens the doors and answers until ctx ends; then it lets answers that are on their way end.
func (s *Server) Run(ctx context.Context) (err error) {
	c := s.Config
	if err := c.Check(); err != nil {
		return err
	}
	encryption, err := s.encryption()
	if err != nil {
		return err
	}
	log, err := audit.Open(c.Audit)
	if err != nil {
		return err
	}
	log.Now = s.Now
	defer func() { err = errors.Join(err, log.Close()) }()
	limits := c.SQL
	limits.Nice = politeness
	pool := analyst.New(limits, s.Worker...)
	// It counts its own: the shells of a machine, which count theirs together, must not keep people at the doors waiting.
	defer pool.Close()
	desk := s.desk(pool, log)
	g, ctx := errgroup.WithContext(ctx)
	addresses, err := s.open(ctx, g, desk, encryption)
	if err != nil {
		return err
	}
	if err := log.Add(audit.Record{Door: "log", Action: "opened", Text: "version " + s.Version}); err != nil {
		return err
	}
	open := s.doors(addresses, encryption != nil)
	defer s.announce(desk, open)()
	g.Go(func() error { return desk.Watch(ctx) })
	if s.Opened != nil {
		s.Opened(open)
	}
	return g.Wait()
}

// desk is what answers behind the doors.
func (s *Server) desk(pool *analyst.Pool, log *audit.Log) *serve.Desk {
	c := s.Config
	d := &serve.Desk{Dir: s.Warehouse.Path, Roles: c.Roles, Anonymous: c.Anonymous, Pool: pool, Audit: log, Rate: c.Rate, Log: s.Log, Now: s.Now, RoleFile: pipeline.RoleFile,
		MakeFiles: func(ctx context.Context, published string) error {
			_, err := pipeline.MakeRoleFiles(ctx, published, c.Roles, s.Warehouse)
			return err
		}}
	if c.Accounts != "" {
		d.Gate = &account.Gate{Path: c.Accounts, Now: s.Now, Log: s.Log}
	}
	return d
}

// doors are those that are open, HTTP and Flight SQL.
func (s *Server) doors(addresses [2]net.Addr, secure bool) presence.Doors {
	d := presence.Doors{TLS: secure, Since: s.now(), Version: s.Version}
	if a := addresses[0]; a != nil {
		d.HTTP = a.String()
	}
	if a := addresses[1]; a != nil {
		d.Flight = a.String()
	}
	return d
}

// announce puts up a sign that tells of the doors, and gives what takes it down. People are answered even where it cannot be put up.
func (s *Server) announce(desk *serve.Desk, d presence.Doors) (remove func()) {
	told := func(err error) {
		if err != nil {
			s.Log.Warn("uythac status does not tell of these doors as they are", "error", err)
		}
	}
	sign, err := presence.Put(s.Warehouse.Path, d)
	if told(err); err != nil {
		return func() {}
	}
	desk.Serves = func(run string) { told(sign.Serves(run, s.now())) }
	return func() { told(sign.Remove()) }
}

// encryption is TLS for the doors; nil: none.
func (s *Server) encryption() (*tls.Config, error) {
	c := s.Config
	if !c.secure() {
		return nil, nil //nolint:nilnil // no configuration is no TLS
	}
	files := certificate{crt: c.Certificate, key: c.Key}
	if c.Certificate == "" {
		files.crt, files.key = c.files()
		fingerprint, err := selfMade(files.crt, files.key, c.hosts(), s.now())
		if err != nil {
			return nil, fmt.Errorf("serve: make a certificate: %w\n  → let this user write to %s, or set serve.certificate and serve.key", err, c.State)
		}
		s.Log.Info("the certificate was made here: readers have to be told to trust it", "file", files.crt, "sha256", fingerprint)
	}
	if _, err := files.get(nil); err != nil {
		return nil, err
	}
	return files.config(), nil
}

func (s *Server) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

// open listens at every door that there is.
func (s *Server) open(ctx context.Context, g *errgroup.Group, desk *serve.Desk, encryption *tls.Config) (addresses [2]net.Addr, err error) {
	var listeners [2]net.Listener
	for i, door := range [][2]string{{"serve.http", s.Config.HTTP}, {"serve.flight", s.Config.Flight}} {
		if door[1] == "" {
			continue
		}
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", door[1])
		if err != nil {
			for _, other := range listeners[:i] {
				if other != nil {
					err = errors.Join(err, other.Close())
				}
			}
			return addresses, fmt.Errorf("%s: %w\n  → take an address of this machine and a free port, as 127.0.0.1:8080", door[0], err)
		}
		listeners[i], addresses[i] = l, l.Addr()
	}
	if l := listeners[0]; l != nil {
		g.Go(func() error { return s.web(ctx, l, desk, encryption) })
	}
	if l := listeners[1]; l != nil {
		s.Log.Info("answering", "door", "flight", "address", l.Addr().String(), "tls", encryption != nil)
		g.Go(func() error {
			if err := (&flight.Server{Desk: desk, Log: s.Log, Version: s.Version}).Serve(ctx, l, encryption, farewell); err != nil {
				return fmt.Errorf("serve: %s: %w", l.Addr(), err)
			}
			return nil
		})
	}
	return addresses, nil
}

// web answers HTTP until ctx ends.
func (s *Server) web(ctx context.Context, l net.Listener, desk *serve.Desk, encryption *tls.Config) error {
	pages := &board.Board{Desk: desk, Zone: s.Zone, Entries: s.Entries}
	server := (&web.Server{Desk: desk, Log: s.Log, Secure: encryption != nil, Version: s.Version, Board: pages}).HTTP()
	closed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(closed)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if server.Shutdown(ctx) != nil { // what is not answered by then is cut off
			_ = server.Close()
		}
	})
	s.Log.Info("answering", "door", "http", "address", l.Addr().String(), "tls", encryption != nil)
	var err error
	if encryption != nil {
		server.TLSConfig = encryption
		err = server.ServeTLS(l, "", "")
	} else {
		err = server.Serve(l)
	}
	if !stop() {
		<-closed // answers that are on their way have ended
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %s: %w", l.Addr(), err)
	}
	return nil
}
