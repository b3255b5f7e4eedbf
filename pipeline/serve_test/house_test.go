package serve_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/audit"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/presence"
	"github.com/uythac/uythac/serve"
	"github.com/uythac/uythac/serve/doors"
)

const password = "bốn chữ dài và lạ"

// house is a server with all doors open: it has a user for each role, called after it.
type house struct {
	dir          string
	of           pipeline.Config
	web, flight  string // addresses
	tokens       map[string]string
	log          *safeBuffer
	config       doors.Config
	opened       time.Duration // from the start until the doors were open
	stop         func() error
	auditLog     string
	accountsFile string
}

// opened is the house that the tests share.
var opened = sync.OnceValues(func() (*house, error) {
	c, err := branch()
	if err != nil {
		return nil, err
	}
	return build(c)
})

// build opens a house on what a configuration has published.
func build(c pipeline.Config) (_ *house, err error) {
	h := &house{dir: c.Warehouse.Path, of: c, tokens: map[string]string{}, log: &safeBuffer{}}
	keep, err := os.MkdirTemp("", "serve-state-")
	if err != nil {
		return nil, err
	}
	h.auditLog, h.accountsFile = filepath.Join(keep, "audit.log"), filepath.Join(keep, "accounts.json")
	var b account.Book
	for _, role := range append(c.Mart.Roles.Names(), "no_policy") {
		if err := b.Put(role, role, password, time.Time{}); err != nil {
			return nil, err
		}
		if h.tokens[role], err = b.Issue(role, time.Time{}, "test"); err != nil {
			return nil, err
		}
	}
	if err := b.Write(h.accountsFile); err != nil {
		return nil, err
	}
	h.config = doors.Config{HTTP: "127.0.0.1:0", Flight: "127.0.0.1:0", Roles: c.Mart.Roles, Accounts: h.accountsFile, State: keep, Audit: h.auditLog, TLS: "off", Rate: serve.Rate{PerSecond: 1e5},
		SQL: analyst.Limits{Timeout: time.Minute, Memory: 256 << 20, Rows: 5_000_000, Concurrency: 4}}
	began := time.Now()
	if h.web, h.flight, h.stop, err = h.start(h.config); err != nil {
		return nil, err
	}
	h.opened = time.Since(began)
	atEnd = append([]func(){func() { _ = h.stop(); _ = os.RemoveAll(keep) }}, atEnd...)
	return h, nil
}

// start opens doors, and gives their addresses and what shuts them.
func (h *house) start(config doors.Config) (web, flight string, stop func() error, err error) {
	s := &doors.Server{Config: config, Warehouse: pipeline.Warehouse{Path: h.dir}, Worker: []string{os.Args[0], "sql-worker"}, Version: "test",
		Entries: func(ctx context.Context, v serve.Version, contract string, from, to calendar.Day) ([]string, [][]any, error) {
			return pipeline.LoanEntries(ctx, h.of, v.Published, contract, from, to)
		},
		Log: slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	ready, ended := make(chan struct{}), make(chan error, 1)
	s.Opened = func(d presence.Doors) {
		web, flight = d.HTTP, d.Flight
		close(ready)
	}
	ctx, cancel := context.WithCancel(context.Background())
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	go func() { ended <- s.Run(ctx) }()
	select {
	case <-ready:
		return web, flight, stop, nil
	case err := <-ended:
		cancel()
		return "", "", nil, errors.Join(errors.New("it ended"), err)
	}
}

func open(t testing.TB) *house {
	t.Helper()
	h, err := opened()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// safeBuffer is a buffer for several goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// answer is what came back.
type answer struct {
	*http.Response
	body string
}

// get asks the HTTP door as a role; headers are name and value in turns.
func (h *house) get(t testing.TB, role, path string, headers ...string) answer {
	t.Helper()
	return h.do(t, role, http.MethodGet, path, "", headers...)
}

func (h *house) do(t testing.TB, role, method, path, body string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://"+h.web+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		r.Header.Set("Authorization", "Bearer "+h.tokens[role])
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: %v after %d bytes", method, path, err, len(text))
	}
	return answer{res, string(text)}
}

// records reads the audit log, which has to hold.
func (h *house) records(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(h.auditLog)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := audit.Verify(bytes.NewReader(text), ""); err != nil {
		t.Error(err)
	}
	return string(text)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
