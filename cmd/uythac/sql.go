package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/result"
	"github.com/uythac/uythac/shell"
)

// workerCommand is the hidden command that a worker of package analyst is started with.
const workerCommand = "sql-worker"

func (a *app) sql() *cobra.Command {
	var statement, script string
	cmd := &cobra.Command{
		Use: "sql", Short: "Query the published warehouse in SQL: interactively, one statement, or a file of them",
		Long: "Query the published warehouse in SQL. Without -c and -f it is a shell: \\help tells its commands.\n" +
			"Only SELECT and what reads as one (WITH, FROM, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES), and EXPLAIN of it, may be used: nothing can be written, and no file be read.\n" +
			"The limits are sql.timeout, sql.memory, sql.temp, sql.rows and sql.threads of the configuration.",
		Args: arguments(0, 0, "uythac sql [-c STATEMENT | -f FILE]"),
	}
	cmd.Flags().StringVarP(&statement, "command", "c", "", "run this `statement` and end")
	cmd.Flags().StringVarP(&script, "file", "f", "", "run the statements of this `file` and end; - is the standard input")
	known := knownFlag(cmd)
	format := sqlFormatFlag(cmd)
	file := outputFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := a.session(*known, *format)
		if err != nil {
			return err
		}
		defer s.pool.Close()
		switch {
		case statement != "" && script != "":
			return misuse("give one of them", "sql: both -c and -f are given")
		case statement != "":
			return s.print(cmd.Context(), *file, *format, statement, nil)
		case script != "" || !isTerminal(os.Stdin) || !isTerminal(a.stdout):
			return s.script(cmd.Context(), script, *file, *format)
		}
		return s.interactive(cmd.Context())
	}
	return cmd
}

// knownFlag adds --as-known-on: the day that a version is asked for by, as [app.session] reads it.
func knownFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("as-known-on", "", "the last version published on or before this `day`, of those that are kept (default: the current one)")
}

// sqlFormatFlag adds --format with the formats of result.
func sqlFormatFlag(cmd *cobra.Command) *string {
	return cmd.Flags().String("format", result.Formats()[0], joined(result.Formats()))
}

// sqlWorker is what [analyst.Work] runs in; nobody but the program calls it.
func (a *app) sqlWorker() *cobra.Command {
	return &cobra.Command{Use: workerCommand, Hidden: true, RunE: func(*cobra.Command, []string) error { return analyst.Work(os.Stdin, os.Stdout) }}
}

// session is a version of the warehouse and what runs queries on it.
type session struct {
	app     *app
	config  config
	version pipeline.Version
	pool    *analyst.Pool
}

// session finds the version that is asked for; a day's is told on stderr.
func (a *app) session(known, format string) (*session, error) {
	if err := oneOf("format", format, result.Formats()); err != nil {
		return nil, err
	}
	asKnownOn, err := day("--as-known-on", known)
	if err != nil {
		return nil, err
	}
	c, err := a.load("warehouse.path")
	if err != nil {
		return nil, err
	}
	s := &session{app: a, config: c}
	if asKnownOn == nil {
		s.version, err = pipeline.CurrentVersion(c.Config)
	} else if s.version, err = pipeline.VersionKnownOn(c.Config, *asKnownOn, c.zone()); err == nil {
		fmt.Fprintf(a.stderr, "as known on %s: published %s\n", asKnownOn, s.moment(s.version.At))
	}
	if err != nil {
		return nil, err
	}
	if a.variable("GOGC") == "" {
		debug.SetGCPercent(50) // rows only pass through: no garbage is kept for them beside the worker
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s.pool = analyst.New(c.SQL, self, workerCommand)
	s.pool.Shared = os.TempDir()
	return s, nil
}

// moment is a time as people read it, in the zone of the nights.
func (s *session) moment(t time.Time) string {
	if t.IsZero() {
		return "at a time that is not known"
	}
	return t.In(s.config.zone()).Format("2006-01-02 15:04:05 -07:00")
}

// print runs one statement and writes its result to a file, or to the standard output.
func (s *session) print(ctx context.Context, file, format, statement string, params map[string]any) error {
	r, err := s.pool.Query(ctx, s.version.File, statement, params)
	if err != nil {
		return explained(statement, err)
	}
	defer func() { _ = r.Close() }() // the rows have been read, or the error at hand says more
	if result.Binary(format) && file == "" && isTerminal(s.app.stdout) {
		return misuse("add -o FILE."+format, "%s is not for a terminal", format)
	}
	err = s.app.write(file, func(w io.Writer) error {
		_, err := result.Write(w, format, r.Schema(), r.Batches())
		return err
	})
	return explained(statement, err)
}

// script runs the statements of a file, one after another, up to the first that fails.
func (s *session) script(ctx context.Context, name, file, format string) error {
	in := io.Reader(os.Stdin)
	if name != "" && name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return misuse("name a file that can be read", "-f: %v", err)
		}
		defer func() { _ = f.Close() }() // it is only read
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, 16<<20))
	if err != nil {
		return err
	}
	statements, rest := shell.Split(string(text))
	if rest != "" {
		statements = append(statements, rest)
	}
	if file != "" && len(statements) > 1 {
		return misuse("leave one, or print to the terminal", "-o: the file holds %d statements, and a file takes the result of one", len(statements))
	}
	for _, statement := range statements {
		if err := s.print(ctx, file, format, statement, nil); err != nil {
			return err
		}
	}
	return nil
}

// explained points at the place in a statement that an error is about. A statement that is wrong or refused is wrong usage.
func explained(statement string, err error) error {
	var e *analyst.Error
	if !errors.As(err, &e) {
		return err
	}
	text := shell.Explain(statement, e)
	if shell.Point(statement, e) != "" {
		text = "the statement is " + map[bool]string{true: "refused", false: "wrong"}[e.Reason == analyst.Refused] + ":\n" + text
	}
	if e.Reason == analyst.Refused || e.Reason == analyst.Invalid {
		return &pipeline.UsageError{Problem: text}
	}
	return errors.New(text)
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
