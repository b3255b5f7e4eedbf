package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// Lines is where the shell reads from: an editor of lines on a terminal.
type Lines interface {
	// Prompt returns the next line without its end. [ErrAborted] drops what was typed so far, io.EOF ends the shell.
	Prompt(prompt string) (string, error)
	// Remember adds a statement to the history.
	Remember(statement string)
}

// ErrAborted is what Lines returns when the line was given up, as with Ctrl-C.
var ErrAborted = errors.New("the line was given up")

// Version is the warehouse file that a session reads.
type Version = warehouse.Publication

// Shell is a session. Its fields are set before [Shell.Run] and belong to it from then on.
type Shell struct {
	Pool       *analyst.Pool
	Version    Version
	Current    func() (Version, error)        // what is published now
	Lines      Lines                          // nil only in tests of single commands
	Out        io.Writer                      // rows and answers
	Screen     func() (width, height int)     // of the terminal; nil or 0: there is none, and nothing is paged
	Pager      func() (io.WriteCloser, error) // shows what is larger than the screen until it is closed; nil: nothing is paged
	Interrupts <-chan os.Signal               // Ctrl-C while a statement runs
	Moment     func(time.Time) string         // a time as people read it
	Now        func() time.Time               // nil: time.Now
	Lang       string                         // vi or en; empty: vi

	format  string
	timing  bool
	told    string   // newest version that was spoken of
	catalog *catalog // names for completion; nil: not asked yet
	pending strings.Builder
}

// Run reads and answers until the input ends or \q.
func (s *Shell) Run(ctx context.Context) error {
	s.defaults()
	fmt.Fprintln(s.Out, s.welcome())
	for {
		prompt := "uythac> "
		if s.pending.Len() > 0 {
			prompt = "   ...> "
		}
		line, err := s.Lines.Prompt(prompt)
		switch {
		case errors.Is(err, ErrAborted):
			s.pending.Reset()
			continue
		case errors.Is(err, io.EOF):
			fmt.Fprintln(s.Out)
			return nil
		case err != nil:
			return err
		}
		if quit := s.line(ctx, line); quit || ctx.Err() != nil {
			return nil //nolint:nilerr // the program was told to end: so does the session
		}
	}
}

func (s *Shell) defaults() {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.format == "" {
		s.format = "table"
	}
	s.told = s.Version.File
}

// line takes one line: a command, or a part of a statement.
func (s *Shell) line(ctx context.Context, line string) (quit bool) {
	word := strings.TrimSpace(line)
	begun := s.pending.Len() > 0
	switch {
	case strings.HasPrefix(word, `\`) && !Open(s.pending.String()): // also amid a statement, which waits
		s.Lines.Remember(word)
		return s.command(ctx, word)
	case !begun && word == "":
		return false
	case !begun && (word == "exit" || word == "quit"):
		return true
	}
	s.pending.WriteString(line + "\n")
	statements, rest := Split(s.pending.String())
	s.pending.Reset()
	if rest != "" {
		s.pending.WriteString(rest + "\n")
	}
	for _, statement := range statements {
		s.Lines.Remember(statement + ";")
		if !s.run(ctx, statement, nil) {
			break
		}
	}
	if len(statements) > 0 {
		s.newer()
	}
	return false
}

// newer says once of every version that was published since that it is there.
func (s *Shell) newer() {
	v, err := s.Current()
	if err != nil || v.File == s.told || v.File == s.Version.File {
		return // the session goes on with what it has
	}
	s.told = v.File
	fmt.Fprintln(s.Out, s.text(
		"Có bản mới, công bố "+s.Moment(v.At)+`: \refresh để dùng.`,
		"A newer version was published "+s.Moment(v.At)+`: \refresh takes it.`))
}

// text is a text in the language of the session.
func (s *Shell) text(vi, en string) string {
	if s.Lang == "en" {
		return en
	}
	return vi
}
