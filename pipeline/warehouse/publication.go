package warehouse

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/pipeline/history"
)

// publications is the file of a warehouse folder that has a line for every publication: when, and which file. Lines are only added.
const publications = "PUBLISHED"

// fileNames is what published files are called.
const fileNames = "warehouse-*.duckdb"

// Records are the files of a warehouse folder that say what is and was published.
var Records = []string{pointer, publications}

// nameTime is how the moment of a run begins in the names of files.
const nameTime = "20060102T150405Z"

// Publication is a file that was published and is still kept.
type Publication struct {
	File string    // path; the file is never written again
	At   time.Time // UTC; when it was published last, zero when that is not known
}

// Publications lists the kept files that were published, the latest last. Of a file from before publications were written
// down the moment of its run counts.
func Publications(dir string) ([]Publication, error) {
	at, first, err := published(dir)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, fileNames))
	if err != nil {
		return nil, err
	}
	var all []Publication
	for _, f := range files {
		when, known := at[filepath.Base(f)]
		if !known {
			stamp, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(f), "warehouse-"), "-")
			if when, err = time.Parse(nameTime, stamp); err != nil || !first.IsZero() && !when.Before(first) {
				continue // built, and not published
			}
		}
		all = append(all, Publication{f, when})
	}
	slices.SortFunc(all, func(a, b Publication) int { return a.At.Compare(b.At) })
	return all, nil
}

// published reads when each file was published last, and when the first of all was. A line that tells nothing is passed
// over: [DamagedPublications] names it.
func published(dir string) (at map[string]time.Time, first time.Time, err error) {
	at = map[string]time.Time{}
	text, err := os.ReadFile(filepath.Join(dir, publications))
	if errors.Is(err, fs.ErrNotExist) {
		return at, first, nil
	}
	if err != nil {
		return nil, first, fmt.Errorf("publications: %w", err)
	}
	for line := range bytes.Lines(text) {
		t, name, ok := publication(bytes.TrimSuffix(line, []byte("\n")))
		if !ok {
			continue
		}
		if first.IsZero() {
			first = t
		}
		at[name] = t
	}
	return at, first, nil
}

// publication reads a line.
func publication(line []byte) (at time.Time, name string, ok bool) {
	when, name, _ := strings.Cut(string(line), " ")
	at, err := time.Parse(time.RFC3339, when)
	match, _ := filepath.Match(fileNames, name) // the pattern is well formed
	return at, name, err == nil && match
}

// DamagedPublications lists the lines of a warehouse folder that should tell of a publication and do not.
func DamagedPublications(dir string) ([]history.Damage, error) {
	found, err := history.Damaged(filepath.Join(dir, publications), isPublication)
	if err != nil {
		return nil, fmt.Errorf("publications: %w", err)
	}
	return found, nil
}

func isPublication(line []byte) bool {
	_, _, ok := publication(line)
	return ok
}

// writeDown adds a publication, on disk before CURRENT moves: a crash between leaves a line about a file that is complete
// and checked, and that the next run publishes.
func writeDown(dir, file string, now time.Time) error {
	f, err := os.OpenFile(filepath.Join(dir, publications), os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err = history.CloseLine(f, isPublication); err == nil {
		_, err = f.WriteString(now.UTC().Format(time.RFC3339) + " " + file + "\n")
	}
	return errors.Join(err, f.Sync(), f.Close())
}
