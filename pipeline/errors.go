package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/uythac/uythac/pipeline/lake"
)

// UsageError says that what was asked for cannot be: a command ends with exit code 2.
type UsageError struct {
	Problem string
	Remedy  string // what to do, without a final period; may be empty
}

func (e *UsageError) Error() string { return withRemedy(e.Problem, e.Remedy) }

// RefusedError says that a check refused to publish: a command ends with exit code 3 and
// yesterday's figures stay.
type RefusedError struct {
	Problem string
	Remedy  string
	File    string   // the built file, kept for inspection
	Checks  []string // names of the checks that object
}

func (e *RefusedError) Error() string { return withRemedy(e.Problem, e.Remedy) }

// SpaceError says that a run was not begun because the disk has no room for it.
type SpaceError struct {
	Problem string
	Remedy  string
}

func (e *SpaceError) Error() string { return withRemedy(e.Problem, e.Remedy) }

// damaged says what helps when a stage after the extraction fails: all it reads is in the lake, and
// the lake can be made again. Refusals and wrong use say what to do themselves.
func damaged(c Config, err error) error {
	var usage *UsageError
	var refused *RefusedError
	if err == nil || errors.As(err, &usage) || errors.As(err, &refused) || errors.Is(err, context.Canceled) || errors.Is(err, lake.ErrLocked) {
		return err
	}
	return fmt.Errorf("%w\n  → where the disk is full, make room; where a file of the lake is damaged, remove the folder %s: the next refresh makes it again from the source", err, c.Lake.Path)
}

// spoilt says what helps when a file of the lake cannot be read, unless that was said.
func spoilt(c Config, err error) error {
	var f *lake.FileError
	if !errors.As(err, &f) || strings.Contains(err.Error(), "→") {
		return err
	}
	return damaged(c, err)
}

func withRemedy(problem, remedy string) string {
	if remedy == "" {
		return problem
	}
	return problem + "\n  → " + remedy
}
