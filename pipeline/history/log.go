package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// File is the name of the history in the warehouse folder.
const File = "runs.jsonl"

// event is a line of the file. Of a run the fields that are known by then; Step is set for a step.
type event struct {
	Event string    `json:"event"`
	At    time.Time `json:"at"`
	Run   Run       `json:"of"`
	Step  *Step     `json:"step,omitempty"`
}

// The events.
const (
	begins     = "begins"
	stepBegins = "step begins"
	stepEnds   = "step ends"
	ends       = "ends"
)

// Log is a history open for writing.
type Log struct {
	f   *os.File
	now func() time.Time
}

// Open opens the history of a warehouse folder for writing, and makes both where they are missing.
// A last line that a crash tore is closed, so that what follows is not lost with it.
func Open(dir string, now func() time.Time) (l *Log, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("run history: %w", err)
		}
	}()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, File), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	if err := CloseLine(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Log{f, now}, nil
}

// CloseLine ends the last line of a file of lines that a crash tore, so that what is added begins one of its own.
func CloseLine(f *os.File) error {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	var last [1]byte
	if _, err := f.ReadAt(last[:], info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = f.WriteString("\n")
	return err
}

// Close lets go of the file.
func (l *Log) Close() error { return l.f.Close() }

// Begin writes that a run begins. Call it when the run has the lake's lock: then every earlier run without an end
// was killed, and that is written, too.
func (l *Log) Begin(r Run) error {
	runs, err := read(l.f.Name(), nil)
	if err != nil {
		return err
	}
	for _, open := range runs {
		if open.Outcome == Running {
			if err := l.write(event{Event: ends, Run: Run{ID: open.ID, Outcome: Killed, At: open.At}}); err != nil {
				return err
			}
		}
	}
	r.Outcome = ""
	return l.write(event{Event: begins, Run: r})
}

// StepBegins writes that a run goes on to a step.
func (l *Log) StepBegins(run, step string) error {
	return l.write(event{Event: stepBegins, Run: Run{ID: run, At: step}})
}

// StepEnds writes what a step did.
func (l *Log) StepEnds(run string, s Step) error {
	return l.write(event{Event: stepEnds, Run: Run{ID: run}, Step: &s})
}

// End writes how a run ended.
func (l *Log) End(r Run) error {
	r.Steps = nil // they are written
	return l.write(event{Event: ends, Run: r})
}

// Whole writes a run that came to nothing before it could begin.
func (l *Log) Whole(r Run) error {
	first := r
	first.Outcome, first.End, first.Error, first.Cause = "", time.Time{}, "", ""
	return errors.Join(l.write(event{Event: begins, Run: first}), l.End(r))
}

// write adds a line and brings it to disk.
func (l *Log) write(e event) error {
	e.At = l.now().UTC()
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := l.f.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("run history: %w", err)
	}
	if err := l.f.Sync(); err != nil {
		return fmt.Errorf("run history: %w", err)
	}
	return nil
}

// Read reads the history of a warehouse folder, the oldest run first; without one there are no runs. Of a run
// without an end it looks whether the process is still there.
func Read(dir string) ([]Run, error) {
	return new(Reader).Runs(dir)
}

// read folds the lines of a file into runs.
func read(path string, alive func(Run) bool) ([]Run, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	var runs fold
	if _, err := runs.take(f); err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	return runs.settled(alive), nil
}

// take reads whole lines and returns their bytes; a torn or foreign line tells nothing.
func (r *fold) take(from io.Reader) (n int64, err error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return 0, err
	}
	end := bytes.LastIndexByte(text, '\n') + 1
	for line := range bytes.Lines(text[:end]) {
		var e event
		if json.Unmarshal(line, &e) == nil && e.Run.ID != "" {
			r.add(e)
		}
	}
	return int64(end), nil
}
