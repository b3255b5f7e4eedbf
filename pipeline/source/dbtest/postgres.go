package dbtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// postgres is PostgreSQL with further lines of configuration.
type postgres struct{ conf []string }

func (postgres) name() string { return "postgres" }
func (postgres) user() string { return "postgres" }

func (postgres) halt() syscall.Signal { return syscall.SIGINT }

// program finds a program of the newest PostgreSQL there is.
func (postgres) program(name string) (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return slices.MaxFunc(found, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) }), nil
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errMissing, err)
	}
	return path, nil
}

func (p postgres) data(s *Server) string { return filepath.Join(s.dir, "data") }

func (p postgres) install(s *Server) error {
	initdb, err := p.program("initdb")
	if err != nil {
		return err
	}
	if err := s.run(initdb, "-D", p.data(s), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"); err != nil {
		return err
	}
	conf := append(p.address(s), "fsync = off", "full_page_writes = off", "max_connections = 40", "shared_buffers = 256MB", "autovacuum = off")
	return s.Append("postgresql.conf", append(conf, p.conf...)...)
}

// address is where a server listens.
func (postgres) address(s *Server) []string {
	return []string{"listen_addresses = '127.0.0.1'", fmt.Sprintf("port = %d", s.port), fmt.Sprintf("unix_socket_directories = '%s'", s.dir)}
}

// Append adds lines to a file of the server's data folder; they hold from the next start.
func (s *Server) Append(name string, lines ...string) (err error) {
	f, err := os.OpenFile(filepath.Join(s.dir, "data", name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close(), s.own(f.Name())) }()
	_, err = f.WriteString(strings.Join(lines, "\n") + "\n")
	return err
}

// Rewrite replaces a file of the server's data folder; it holds from the next start.
func (s *Server) Rewrite(name string, lines ...string) error {
	if err := os.Remove(filepath.Join(s.dir, "data", name)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return s.Append(name, lines...)
}

func (p postgres) command(s *Server) *exec.Cmd {
	path, err := p.program("postgres")
	if err != nil {
		path = "postgres" // which start then misses
	}
	return exec.Command(path, "-D", p.data(s))
}

func (postgres) url(s *Server, database string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s&port=%d&sslmode=disable", database, s.dir, s.port)
}

func (p postgres) connect(ctx context.Context, s *Server, database string) (*pgconn.PgConn, error) {
	return pgconn.Connect(ctx, p.url(s, database))
}

func (p postgres) ping(ctx context.Context, s *Server) error {
	c, err := p.connect(ctx, s, "postgres")
	if err != nil {
		return err
	}
	return c.Close(ctx)
}

func (p postgres) exec(ctx context.Context, s *Server, database, sql string) error {
	_, err := p.query(ctx, s, database, sql)
	return err
}

// query gives the rows of the last statement; NULL is \N.
func (p postgres) query(ctx context.Context, s *Server, database, sql string) (rows [][]string, err error) {
	c, err := p.connect(ctx, s, database)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	results, err := c.Exec(ctx, sql).ReadAll()
	if err != nil || len(results) == 0 {
		return nil, err
	}
	for _, r := range results[len(results)-1].Rows {
		var cells []string
		for _, cell := range r {
			text := `\N`
			if cell != nil {
				text = string(cell)
			}
			cells = append(cells, text)
		}
		rows = append(rows, cells)
	}
	return rows, nil
}

func (p postgres) load(ctx context.Context, s *Server, database, table string, columns []string, rows io.Reader) (err error) {
	c, err := p.connect(ctx, s, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	_, err = c.CopyFrom(ctx, rows, fmt.Sprintf("COPY %s (%s) FROM STDIN (FORMAT csv)", table, strings.Join(columns, ", ")))
	return err
}

// Replica starts a server that follows this one, which is PostgreSQL. It stops with the test.
func (s *Server) Replica(tb testing.TB) *Server {
	tb.Helper()
	r := start(tb, follower{of: s})
	tb.Cleanup(r.stop)
	return r
}

// follower is a PostgreSQL that begins as a copy of another.
type follower struct {
	postgres
	of *Server
}

func (f follower) install(s *Server) error {
	backup, err := f.program("pg_basebackup")
	if err != nil {
		return err
	}
	if err := s.run(backup, "-D", f.data(s), "-R", "-c", "fast", "-h", f.of.dir, "-p", fmt.Sprint(f.of.port), "-U", "postgres"); err != nil {
		return err
	}
	return s.Append("postgresql.conf", f.address(s)...)
}
