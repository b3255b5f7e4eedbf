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
	if err := CloseLine(f, tells); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Log{f, now}, nil
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
	// A full disk may have torn the line before, and what is added to a torn line is lost with it.
	if err := CloseLine(l.f, tells); err != nil {
		return fmt.Errorf("run history: %w", err)
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

// Damages lists the lines of a warehouse folder's history that tell nothing.
func Damages(dir string) ([]Damage, error) {
	found, err := Damaged(filepath.Join(dir, File), tells)
	if err != nil {
		return nil, fmt.Errorf("run history: %w", err)
	}
	return found, nil
}

// tells tells whether a line is an event of a run.
func tells(line []byte) bool {
	_, ok := parse(line)
	return ok
}

func parse(line []byte) (e event, ok bool) {
	err := json.Unmarshal(line, &e)
	return e, err == nil && e.Run.ID != "" && e.Event != ""
}

// take reads whole lines and returns their bytes; a torn or damaged line tells nothing: [Damages] names the latter.
func (r *fold) take(from io.Reader) (n int64, err error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return 0, err
	}
	end := bytes.LastIndexByte(text, '\n') + 1
	for line := range bytes.Lines(text[:end]) {
		if e, ok := parse(line); ok {
			r.add(e)
		}
	}
	return int64(end), nil
}
