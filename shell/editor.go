package shell

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/peterh/liner"
)

// Editor reads lines from the terminal, with history and completion.
type Editor struct {
	state   *liner.State
	history string // file; empty: none is kept
}

// NewEditor takes over the terminal until it is closed. The history is kept in the file, which only its owner may read; what
// keeps it from being read or written is no error: the session works without.
func NewEditor(history string, complete func(line string, at int) (head string, offers []string, tail string)) *Editor {
	e := &Editor{state: liner.NewLiner(), history: history}
	e.state.SetCtrlCAborts(true)
	e.state.SetMultiLineMode(true)
	e.state.SetTabCompletionStyle(liner.TabPrints)
	e.state.SetWordCompleter(complete)
	if f, err := os.Open(history); err == nil {
		_, _ = e.state.ReadHistory(f)
		_ = f.Close() // it was only read
	}
	return e
}

// Prompt implements Lines.
func (e *Editor) Prompt(prompt string) (string, error) {
	line, err := e.state.Prompt(prompt)
	switch {
	case errors.Is(err, liner.ErrPromptAborted):
		return "", ErrAborted
	case errors.Is(err, liner.ErrInvalidPrompt), errors.Is(err, liner.ErrNotTerminalOutput):
		return "", io.EOF
	}
	return line, err
}

// Remember implements Lines: a statement of several lines becomes one, unless a comment would swallow the rest.
func (e *Editor) Remember(statement string) {
	if !strings.Contains(statement, "--") {
		statement = strings.Join(strings.Fields(strings.ReplaceAll(statement, "\n", " ")), " ")
		e.state.AppendHistory(statement)
		return
	}
	for line := range strings.Lines(statement) {
		e.state.AppendHistory(strings.TrimRight(line, "\r\n"))
	}
}

// Close gives the terminal back and writes the history.
func (e *Editor) Close() error {
	if e.history != "" {
		_ = e.write() // see NewEditor
	}
	return e.state.Close()
}

func (e *Editor) write() error {
	if err := os.MkdirAll(filepath.Dir(e.history), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(e.history+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	_, err = e.state.WriteHistory(w)
	if err = errors.Join(err, w.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(e.history+".new", e.history)
}
