package warehouse

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPublish: the pointer moves from file to file and back, and is one line.
func TestPublish(t *testing.T) {
	dir := t.TempDir()
	if _, err := Current(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing published: %v", err)
	}
	for _, name := range []string{"warehouse-1.duckdb", "warehouse-2.duckdb", "warehouse-2.duckdb", "warehouse-1.duckdb"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Publish(dir, name, time.Now()); err != nil {
			t.Fatal(err)
		}
		if got, err := Current(dir); err != nil || got != filepath.Join(dir, name) {
			t.Errorf("Current() = %s, %v after publishing %s", got, err, name)
		}
		if text, err := os.ReadFile(filepath.Join(dir, "CURRENT")); err != nil || string(text) != name+"\n" {
			t.Errorf("CURRENT says %q, %v", text, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 4 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

// TestPublications: what was published is listed with when that was last, also after a crash that cut the last line
// short; what was built alone is not; what was published before that was written down counts as of its run.
func TestPublications(t *testing.T) {
	dir := t.TempDir()
	day := func(n int) time.Time { return time.Date(2021, 1, n, 1, 30, 0, 0, time.UTC) }
	name := func(n int) string { return day(n).Format("warehouse-20060102T150405Z-abc.duckdb") }
	for _, n := range []int{1, 2, 3, 4, 5} {
		if err := os.WriteFile(filepath.Join(dir, name(n)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "refused-20210103T013000Z-abc.duckdb"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	publish := func(file, at int) {
		t.Helper()
		if err := Publish(dir, name(file), day(at)); err != nil {
			t.Fatal(err)
		}
	}
	publish(2, 2)
	publish(3, 3)
	f, err := os.OpenFile(filepath.Join(dir, publications), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("2021-01-0"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	publish(5, 6)
	publish(2, 7) // back to an older file
	got, err := Publications(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []Publication{{filepath.Join(dir, name(1)), day(1)}, {filepath.Join(dir, name(3)), day(3)}, {filepath.Join(dir, name(5)), day(6)}, {filepath.Join(dir, name(2)), day(7)}}
	if !slices.Equal(got, want) {
		t.Errorf("Publications() = %v, want %v", got, want)
	}
	if found, err := DamagedPublications(dir); err != nil || len(found) != 0 {
		t.Errorf("a line that a crash tore, and the next publication closed: %v, %v", found, err)
	}
	path := filepath.Join(dir, publications)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	junk := strings.Repeat("x", 100_000) + "\n2021-01-08T01:30:00Z ../elsewhere.duckdb\n"
	if err := os.WriteFile(path, append([]byte(junk), text...), 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := DamagedPublications(dir)
	if err != nil || len(found) != 2 || found[0].File != path || found[0].Line != 1 || found[1].Line != 2 || found[1].Text != `"2021-01-08T01:30:00Z ../elsewhere.duckdb"` {
		t.Errorf("damaged lines: %v, %v", found, err)
	}
	if again, err := Publications(dir); err != nil || !slices.Equal(again, want) {
		t.Errorf("beside damaged lines: %v, %v", again, err)
	}
}

// TestPublishRefuses: names outside the folder and files that are not there leave CURRENT alone.
func TestPublishRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"", ".", "..", "../x", "/x", "a/b", "a\nb", `a\b`, "missing.duckdb"} {
		if err := Publish(dir, name, time.Now()); err == nil {
			t.Errorf("published %q", name)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// TestCurrentRefuses: a pointer that names nothing is no "nothing published".
func TestCurrentRefuses(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{"../x\n": "not the name", "": "not the name", "gone.duckdb\n": "uythac refresh"} {
		if err := os.WriteFile(filepath.Join(dir, "CURRENT"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Current(dir)
		if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), want) {
			t.Errorf("CURRENT %q: %v", text, err)
		}
	}
}

// TestReadersStay: a reader goes on with the file it opened while another is published and the
// old one is removed.
func TestReadersStay(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "warehouse-1.duckdb")
	if _, err := Build(t.Context(), old, sound(t).input(t), Options{}); err != nil {
		t.Fatal(err)
	}
	w := open(t, old)
	next := sound(t).input(t)
	next.Run.ID = "run-2"
	if _, err := Build(t.Context(), filepath.Join(dir, "warehouse-2.duckdb"), next, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := Publish(dir, "warehouse-2.duckdb", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(old); err != nil {
		t.Fatal(err)
	}
	if run, err := w.Run(t.Context()); err != nil || run.ID != "run-1" {
		t.Errorf("the old reader sees run %q, %v", run.ID, err)
	}
	path, err := Current(dir)
	if err != nil {
		t.Fatal(err)
	}
	if run, err := open(t, path).Run(t.Context()); err != nil || run.ID != "run-2" {
		t.Errorf("a new reader sees run %q, %v", run.ID, err)
	}
}
