package dbtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Server is a running database server.
type Server struct {
	kind kind
	dir  string
	port int
	env  []string // beside that of the tests
	cmd  *exec.Cmd
	log  bytes.Buffer  // what the server says
	done chan struct{} // closed when the process has ended
}

// kind is a kind of server.
type kind interface {
	name() string
	user() string // who runs it when the tests run as root
	// install makes the files of a new server.
	install(s *Server) error
	// command runs the server in the foreground.
	command(s *Server) *exec.Cmd
	halt() syscall.Signal // by which an administrator stops it
	url(s *Server, database string) string
	ping(ctx context.Context, s *Server) error
	exec(ctx context.Context, s *Server, database, sql string) error
	load(ctx context.Context, s *Server, database, table string, columns []string, rows io.Reader) error
	query(ctx context.Context, s *Server, database, sql string) ([][]string, error)
}

// packages is what to install where a server is missing.
const packages = "apt-get install -y postgresql mariadb-server"

// startTime is how long a server may take to answer.
const startTime = 60 * time.Second

var errMissing = errors.New("there is no server to start")

var shared struct {
	sync.Mutex
	servers map[string]*Server
}

// Main runs a package's tests, stops the servers that they share and ends the program. A package that
// calls [Postgres] or [MariaDB] calls it from TestMain.
func Main(m *testing.M, cleanup ...func()) {
	code := m.Run()
	for _, s := range shared.servers {
		s.stop()
	}
	for _, f := range cleanup {
		f()
	}
	os.Exit(code)
}

// Postgres is a PostgreSQL server that all tests of a package share.
func Postgres(tb testing.TB) *Server { return share(tb, postgres{}) }

// NewPostgres is a PostgreSQL server of the test's own, with further lines of configuration. It stops with
// the test.
func NewPostgres(tb testing.TB, conf ...string) *Server {
	tb.Helper()
	s := start(tb, postgres{conf})
	tb.Cleanup(s.stop)
	return s
}

// MariaDB is a MariaDB server that all tests of a package share.
func MariaDB(tb testing.TB) *Server { return share(tb, mariadb{}) }

// NewMariaDB is a MariaDB server of the test's own, with further options. It stops with the test.
func NewMariaDB(tb testing.TB, options ...string) *Server {
	tb.Helper()
	s := start(tb, mariadb{options})
	tb.Cleanup(s.stop)
	return s
}

func share(tb testing.TB, k kind) *Server {
	tb.Helper()
	shared.Lock()
	defer shared.Unlock()
	if s := shared.servers[k.name()]; s != nil {
		return s
	}
	s := start(tb, k)
	if shared.servers == nil {
		shared.servers = map[string]*Server{}
	}
	shared.servers[k.name()] = s
	return s
}

func start(tb testing.TB, k kind) *Server {
	tb.Helper()
	s, err := newServer(k)
	if errors.Is(err, errMissing) {
		Missing(tb, err.Error(), packages)
	}
	if err != nil {
		tb.Fatalf("%v\n  → %s", err, packages)
	}
	return s
}

// Missing ends a test for want of something that it needs: it is skipped, but where nothing may be, in CI and with
// TEST_REQUIRE=all, it fails.
func Missing(tb testing.TB, problem, remedy string) {
	tb.Helper()
	if os.Getenv("CI") == "true" || os.Getenv("TEST_REQUIRE") == "all" {
		tb.Fatalf("%s\n  → %s", problem, remedy)
	}
	tb.Skipf("%s\n  → %s", problem, remedy)
}

func newServer(k kind) (s *Server, err error) {
	s = &Server{kind: k}
	dir, err := os.MkdirTemp("", "uythac-")
	if err != nil {
		return nil, err
	}
	s.dir = dir
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("%s: %w", k.name(), err), os.RemoveAll(dir))
		}
	}()
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	if err := s.own(s.dir); err != nil {
		return nil, err
	}
	if err := k.install(s); err != nil {
		return nil, err
	}
	return s, s.start()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// who is the user that runs the server; nil: the one that runs the tests.
func (s *Server) who() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup(s.kind.user())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMissing, err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

// own gives a file to the user that runs the server.
func (s *Server) own(path string) error {
	who, err := s.who()
	if err != nil || who == nil {
		return err
	}
	return os.Chown(path, int(who.Uid), int(who.Gid))
}

// run runs a program as the server's user, to its end.
func (s *Server) run(path string, args ...string) error {
	cmd := exec.Command(path, args...)
	if err := s.prepare(cmd); err != nil {
		return err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(path), err, out)
	}
	return nil
}

func (s *Server) prepare(cmd *exec.Cmd) error {
	who, err := s.who()
	if err != nil {
		return err
	}
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: who}
	return nil
}

// start runs the server and waits until it answers.
func (s *Server) start() error {
	s.cmd, s.done = s.kind.command(s), make(chan struct{})
	if err := s.prepare(s.cmd); err != nil {
		return err
	}
	dieWithParent(s.cmd.SysProcAttr)
	s.cmd.Env = append(os.Environ(), s.env...)
	s.log.Reset()
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	go func(cmd *exec.Cmd, done chan struct{}) {
		_ = cmd.Wait() // a server that is killed has no other news
		close(done)
	}(s.cmd, s.done)
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	for {
		err := s.kind.ping(ctx, s)
		if err == nil {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("the server ended:\n%s", s.log.String())
		case <-ctx.Done():
			s.stop()
			return fmt.Errorf("the server does not answer: %w\n%s", err, s.log.String())
		case <-time.After(50 * time.Millisecond): // servers take some tenths of a second to start
		}
	}
}

// stop ends the server and removes its files.
func (s *Server) stop() {
	s.signal(syscall.SIGQUIT)
	_ = os.RemoveAll(s.dir) // what is left lies in a temporary folder
}

func (s *Server) signal(sig syscall.Signal) {
	_ = s.cmd.Process.Signal(sig) // it may have ended already
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
}

// Kill ends the server and all its processes at once, as kill -9 does.
func (s *Server) Kill() {
	children := children(s.cmd.Process.Pid)
	s.signal(syscall.SIGKILL)
	for _, pid := range children {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended with its parent
	}
}

// children finds the processes that a process has started, where there is /proc.
func children(parent int) (pids []int) {
	found, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well formed
	for _, path := range found {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// pid (name) state parent
		rest := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(rest) > 1 && rest[1] == strconv.Itoa(parent) {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			if err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// Restart starts a server that was killed, or stops and starts one that runs, as an administrator does.
// Its address stays.
func (s *Server) Restart(tb testing.TB) {
	tb.Helper()
	select {
	case <-s.done:
	default:
		s.signal(s.kind.halt())
	}
	if err := s.start(); err != nil {
		tb.Fatal(err)
	}
}

// URL is the address of a database, over the Unix socket.
func (s *Server) URL(database string) string { return s.kind.url(s, database) }

// Host and Port are the server's address over TCP.
func (s *Server) Host() string { return "127.0.0.1" }

// Port is the server's port.
func (s *Server) Port() int { return s.port }

// Socket is the path of a MariaDB server's Unix socket.
func (s *Server) Socket() string { return filepath.Join(s.dir, "socket") }

// CPU is the processor time that the server and its processes have used, those that have ended too; 0
// where there is no /proc.
func (s *Server) CPU() (used time.Duration) {
	const tick = 10 * time.Millisecond // of /proc, on every Linux that Go runs on
	for _, pid := range append(children(s.cmd.Process.Pid), s.cmd.Process.Pid) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it has ended
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		for _, f := range fields[11:15] { // user and system time, its own and of the children it waited for
			if n, err := strconv.Atoi(f); err == nil {
				used += time.Duration(n) * tick
			}
		}
	}
	return used
}
