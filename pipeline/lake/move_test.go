package lake_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/pipeline/lake"
)

// filled makes a lake with some history and returns its parts.
func filled(t *testing.T, dir string) []lake.Part {
	t.Helper()
	l := open(t, dir)
	ps := []lake.Part{
		write(t, l, ledger, unit("0201", 10), "a", 10), write(t, l, ledger, unit("0201", 11), "b"), write(t, l, ledger, unit("0201", 12), "c", 30)}
	commit(t, l, ledger, ps, nil, map[string]string{"through": "2020-12-31"})
	ps[2] = write(t, l, ledger, unit("0201", 12), "d", 40)
	commit(t, l, ledger, ps[2:], nil, nil)
	commit(t, l, programme, []lake.Part{write(t, l, programme, whole, "p", 7)}, nil, nil)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return ps
}

// works opens a lake, checks that it holds ps with paths in dir, and commits to it.
func works(t *testing.T, dir string, ps []lake.Part) {
	t.Helper()
	l := open(t, dir)
	got := parts(t, l, ledger)
	for i := range got {
		if got[i].Path != "" && !strings.HasPrefix(got[i].Path, dir+"/") {
			t.Errorf("%s is not in %s", got[i].Path, dir)
		}
	}
	if d := cmp.Diff(ps, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Path" }, cmp.Ignore())); d != "" {
		t.Fatal(d)
	}
	if n, err := count(t.Context(), l, ledger, got); n != 50 || err != nil {
		t.Fatal(n, err)
	}
	if v, err := l.Property(t.Context(), ledger, "through"); v != "2020-12-31" || err != nil {
		t.Fatal(v, err)
	}
	p := write(t, l, ledger, unit("0201", 12), "e", 3)
	before, _, err := l.Snapshot(t.Context(), ledger)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, l, ledger, []lake.Part{p}, nil, nil)
	files, err := l.Files(t.Context(), ledger, before)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := count(t.Context(), l, ledger, files); n != 50 || err != nil {
		t.Fatal(n, err)
	}
	if _, err := l.Clean(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(dir, "/elsewhere/") {
		return // not moved
	}
	for _, name := range texts(t, dir, ".json") {
		text, err := os.ReadFile(name)
		if err != nil || bytes.Contains(text, []byte("/elsewhere/")) {
			t.Errorf("%s names the old folder %v", name, err)
		}
	}
}

func texts(t *testing.T, dir, ending string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ending) {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// fingerprint hashes all files of a folder.
func fingerprint(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	all := map[string][32]byte{}
	for _, name := range texts(t, dir, "") {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = sha256.Sum256(text)
	}
	return all
}

// elsewhere gives folders whose names URLs, patterns and SQLite read in ways of their own.
var elsewhere = []string{"plain", "dữ liệu 2020", "100% #1? [a*]", "a=b&c;d+e", "branch-x/month-2020-01/data"}

func TestMoved(t *testing.T) {
	for _, name := range elsewhere {
		t.Run(name, func(t *testing.T) {
			base, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			old, moved := filepath.Join(base, "elsewhere", name), filepath.Join(base, "now", name)
			ps := filled(t, old)
			if err := os.MkdirAll(filepath.Dir(moved), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(old, moved); err != nil {
				t.Fatal(err)
			}
			works(t, moved, ps)
		})
	}
}

// A copy works, and what it was copied from stays as it was, to the byte, and works too.
func TestCopied(t *testing.T) {
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	original := filepath.Join(base, "elsewhere", "lake")
	ps := filled(t, original)
	before := fingerprint(t, original)
	for _, name := range []string{"copy", "elsewhere/lake/inner", "elsewhere/lake2"} {
		copied := filepath.Join(base, name)
		if err := os.CopyFS(filepath.Join(base, "staging"), os.DirFS(original)); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(base, "staging"), copied); err != nil {
			t.Fatal(err)
		}
		l := open(t, copied)
		if n, err := count(t.Context(), l, ledger, parts(t, l, ledger)); n != 50 || err != nil {
			t.Fatal(n, err)
		}
		commit(t, l, ledger, []lake.Part{write(t, l, ledger, unit("0201", 12), "z", 1)}, nil, nil)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(copied, filepath.Join(base, "done-"+filepath.Base(name))); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(before, fingerprint(t, original)); d != "" {
			t.Fatal(d)
		}
	}
	works(t, original, ps)
}

// A repair that was killed half way, and the folder moved again since, ends well.
func TestRepairInterrupted(t *testing.T) {
	base, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	first, second, third := filepath.Join(base, "elsewhere", "1"), filepath.Join(base, "elsewhere", "2"), filepath.Join(base, "3")
	ps := filled(t, first)
	before := map[string][]byte{}
	for _, name := range texts(t, first, "") {
		if text, err := os.ReadFile(name); err == nil {
			before[strings.TrimPrefix(name, first)] = text
		}
	}
	if err := os.Rename(first, second); err != nil {
		t.Fatal(err)
	}
	l := open(t, second)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	// What a kill before the last step leaves: some files of before, and the catalogue that knows both folders.
	db, err := sql.Open("sqlite", filepath.Join(second, "catalog.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE iceberg_tables SET metadata_location = replace(metadata_location, '` + second + `', '` + first + `')`,
		`UPDATE uythac_root SET present = 0`, `INSERT INTO uythac_root VALUES ('` + first + `', 1)`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for i, name := range append(texts(t, second, ".avro"), texts(t, second, ".json")...) {
		if i%2 == 0 {
			if err := os.WriteFile(name, before[strings.TrimPrefix(name, second)], 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Rename(second, third); err != nil {
		t.Fatal(err)
	}
	works(t, third, ps)
}

// A link to the lake's folder is the same lake: nothing is rewritten.
func TestLinked(t *testing.T) {
	base := t.TempDir()
	dir, link := filepath.Join(base, "lake"), filepath.Join(base, "link")
	filled(t, dir)
	before := fingerprint(t, dir)
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	l := open(t, link)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, fingerprint(t, dir)); d != "" {
		t.Fatal(d)
	}
}
