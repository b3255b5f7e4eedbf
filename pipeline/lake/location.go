package lake

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

const (
	dataFolder   = "data"
	branchFolder = "branch-"
	monthFolder  = "month-"
	suffix       = ".parquet"
	maxStamp     = 120 // leaves room for the unique part within the 255 bytes of a file name
)

// uri writes an absolute path as Iceberg stores it.
func uri(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// local is the path of a location that Iceberg stored, written by this package or another engine.
func local(location string) (string, error) {
	if !strings.HasPrefix(location, "file:") {
		return location, nil
	}
	u, err := url.Parse(location)
	if err != nil {
		return "", fmt.Errorf("location %q: %w", location, err)
	}
	return u.Path, nil
}

// folder is where a table lives.
func (l *Lake) folder(t *schemas.Table) string {
	return filepath.Join(l.dir, t.Kind.Namespace(), t.Name)
}

// newFile returns a file name for a unit that was never used before.
func (l *Lake) newFile(t *schemas.Table, u Unit, stamp string) string {
	dir := filepath.Join(l.folder(t), dataFolder)
	if u.Branch != "" {
		dir = filepath.Join(dir, branchFolder+url.PathEscape(u.Branch))
	}
	if u.HasMonth() {
		dir = filepath.Join(dir, monthFolder+u.Month.String())
	}
	var unique [8]byte
	rand.Read(unique[:]) // never fails
	return filepath.Join(dir, stamp+"."+hex.EncodeToString(unique[:])+suffix)
}

// parseFile reads the unit and the stamp from a data file's path. It refuses paths that newFile does not make.
func parseFile(path string) (Unit, string, error) {
	u := Unit{Month: NoMonth}
	foreign := fmt.Errorf("%s was not written by uythac\n"+
		"write to the lake with uythac only; other engines may read it", path)
	dir := filepath.Dir(path)
	if m, ok := strings.CutPrefix(filepath.Base(dir), monthFolder); ok {
		month, err := calendar.ParseMonth(m)
		if err != nil {
			return u, "", foreign
		}
		u.Month, dir = month, filepath.Dir(dir)
	}
	if b, ok := strings.CutPrefix(filepath.Base(dir), branchFolder); ok {
		name, err := url.PathUnescape(b)
		if err != nil {
			return u, "", foreign
		}
		u.Branch, dir = name, filepath.Dir(dir)
	}
	name, ok := strings.CutSuffix(filepath.Base(path), suffix)
	dot := strings.LastIndexByte(name, '.')
	if !ok || dot < 1 || filepath.Base(dir) != dataFolder {
		return u, "", foreign
	}
	return u, name[:dot], nil
}

// checkStamp refuses stamps that cannot stand in a file name.
func checkStamp(stamp string) error {
	ok := stamp != "" && len(stamp) <= maxStamp && stamp[0] != '.'
	for _, c := range []byte(stamp) {
		ok = ok && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c == '.')
	}
	if !ok {
		return fmt.Errorf("stamp %q: want 1 to %d letters, digits, '-', '_' or '.'", stamp, maxStamp)
	}
	return nil
}
