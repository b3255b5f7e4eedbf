package analyst

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// process is a worker as its caller sees it.
type process struct {
	file  string
	temp  string
	cmd   *exec.Cmd
	in    io.WriteCloser
	from  io.Closer // what it writes
	out   io.Reader // the same, to read
	asked int       // statements so far
	last  tail      // of what it wrote to its standard error: why it ended

	end   sync.Once
	state error // of the ended process
}

// start starts a worker on a file.
func start(command []string, file string, limits Limits) (_ *process, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("start a worker for queries: %w", err)
		}
	}()
	if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("%w\n  → the version is no longer kept: \\refresh takes the current one", err)
	}
	w := &process{file: file, cmd: exec.Command(command[0], command[1:]...)} //nolint:gosec,noctx // the program itself, ended by kill
	if w.temp, err = os.MkdirTemp("", "uythac-sql-"); err != nil {
		return nil, err
	}
	w.cmd.Env = []string{} // what is not there cannot be told
	w.cmd.Dir = w.temp     // an empty folder
	w.cmd.Stderr = &w.last
	apart(w.cmd)
	if w.in, err = w.cmd.StdinPipe(); err == nil {
		err = w.launch()
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(w.temp))
	}
	if err := w.send(request{Open: &opening{File: file, Temp: w.temp, Limits: limits}}); err != nil {
		w.kill()
		return nil, err
	}
	return w, nil
}

// headRoom is a buffer for the heads of frames; what is larger is read past it.
const headRoom = 4 << 10

// launch starts the program, and opens what it writes.
func (w *process) launch() error {
	read, write, err := connected()
	if err != nil {
		return err
	}
	defer func() { _ = write.Close() }() // the worker alone has it then: when that ends, so does what is read
	w.cmd.Stdout = write
	if err := w.cmd.Start(); err != nil {
		return errors.Join(err, read.Close())
	}
	w.from, w.out = read, bufio.NewReaderSize(read, headRoom)
	return nil
}

// send writes a request. A worker that is gone is found out when its answer is read.
func (w *process) send(r request) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := w.in.Write(append(line, '\n')); err != nil && !brokenPipe(err) {
		return err
	}
	return nil
}

// kill ends the process and removes what it spilled.
func (w *process) kill() {
	_ = w.cmd.Process.Kill() // it may have ended
	w.reap()
}

// reap waits for the process.
func (w *process) reap() {
	w.end.Do(func() {
		_ = w.in.Close()
		w.state = w.cmd.Wait()
		_ = w.from.Close() // it was only read
		_ = os.RemoveAll(w.temp)
	})
}

// autopsy says why a worker ended while it ran a statement.
func (w *process) autopsy() *Error {
	w.reap()
	said := strings.ToLower(w.last.String())
	killed := strings.Contains(fmt.Sprint(w.state), "signal: killed")
	for _, sign := range []string{"out of memory", "cannot allocate memory", "bad_alloc", "resource temporarily unavailable", "failed to create new os thread"} {
		if killed || strings.Contains(said, sign) {
			return &Error{Reason: Memory, At: -1, Problem: "the query needed more memory than it may use, and its process was ended",
				Remedy: "ask for less at once, or raise sql.memory"}
		}
	}
	return &Error{Reason: Crashed, At: -1, Problem: fmt.Sprintf("the query ended its process: %v", w.state),
		Remedy: "write it in another way; if it is a plain one, report it"}
}

// tail keeps the end of what is written.
type tail struct{ text []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	if over := len(t.text) - 64<<10; over > 0 {
		t.text = t.text[over:]
	}
	return len(p), nil
}

func (t *tail) String() string { return string(t.text) }
