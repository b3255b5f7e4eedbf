package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/shell"
)

// interactive is `uythac sql` on a terminal.
func (s *session) interactive(ctx context.Context) error {
	signal.Reset(os.Interrupt) // from here on Ctrl-C ends a statement, not the program
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	sh := &shell.Shell{
		Pool: s.pool, Version: s.version, Out: s.app.stdout, Interrupts: interrupts, Moment: s.moment, Lang: s.config.Lang, Now: s.app.now,
		Current: func() (shell.Version, error) { return pipeline.CurrentVersion(s.config.Config) },
		Screen:  screen, Pager: s.app.pager(),
	}
	editor := shell.NewEditor(s.app.stateFile("sql_history"), sh.Complete)
	sh.Lines = editor
	return errors.Join(sh.Run(ctx), editor.Close())
}

// screen is the size of the terminal; 0 when the standard output is none.
func screen() (width, height int) {
	width, height, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0, 0
	}
	return width, height
}

// stateFile is a file of the user's state folder; empty where the user has no home.
func (a *app) stateFile(name string) string {
	if dir := a.variable("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "uythac", name)
	}
	if home, err := os.UserHomeDir(); err == nil {
		return filepath.Join(home, ".local", "state", "uythac", name)
	}
	return ""
}

// pager starts what PAGER names, or less; nil when there is neither.
func (a *app) pager() func() (io.WriteCloser, error) {
	words := strings.Fields(a.variable("PAGER"))
	if len(words) == 0 {
		words = []string{"less"}
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil
	}
	return func() (io.WriteCloser, error) {
		cmd := exec.Command(words[0], words[1:]...) //nolint:gosec,noctx // the user's own choice, and it ends when it is left
		cmd.Stdout, cmd.Stderr = a.stdout, a.stderr
		cmd.Env = a.env
		if a.variable("LESS") == "" {
			cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], "LESS=-RSX") // lines wider than the screen are moved, not broken
		}
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		return &paging{in, cmd}, cmd.Start()
	}
}

// paging is a pager at work.
type paging struct {
	io.WriteCloser
	cmd *exec.Cmd
}

// Close waits until the reader leaves the pager.
func (p *paging) Close() error {
	_ = p.WriteCloser.Close() // the pager may have been left
	_ = p.cmd.Wait()          // how a pager ends says nothing about the rows
	return nil
}
