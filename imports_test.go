// Package uythac_test holds the rules of the whole repository: which room may import which.
package uythac_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/uythac/uythac"

// levels is the table of allowed imports: a package imports only packages of lower levels. Every
// package with code is listed; one that is not fails the test.
var levels = map[string]int{
	"calendar":               0,
	"rules":                  1,
	"schemas":                0,
	"suppress":               0,
	"suppress/span":          0,
	"pipeline/history":       0,
	"pipeline/backup":        0,
	"queries":                0,
	"published":              0,
	"printed":                1,
	"transforms/control":     1,
	"transforms/cleaning":    2,
	"transforms/replay":      2,
	"pipeline/source":        2,
	"pipeline/source/dbtest": 1,
	"pipeline/lake":          2,
	"pipeline/warehouse":     2,
	"pipeline/simulate":      2,
	"pipeline/mirror":        3,
	"pipeline/closing":       3,
	"render":                 2,
	"chart":                  3,
	"analyst":                3,
	"result":                 3,
	"shell":                  4,
	"serve":                  4,
	"serve/board":            5,
	"serve/web":              6,
	"serve/flight":           5,
	"serve/doors":            7,
	"document":               5,
	"access":                 1,
	"account":                2,
	"audit":                  0,
	"presence":               0,
	"mart":                   4,
	"pipeline":               5,
	"alert":                  0,
	"nightly":                6,
	"cmd/uythac":             8,
	"cmd/uythac/garbage":     0,
}

// keepers says which rooms may import a library, because it needs cgo or drags in much.
var keepers = []struct {
	library string
	allowed []string
}{
	{"github.com/duckdb/", []string{"pipeline/warehouse", "pipeline/source"}},
	{"github.com/apache/iceberg-go", []string{"pipeline/lake"}},
	{"github.com/spf13/", []string{"cmd/uythac"}},
	{"github.com/schollz/progressbar", []string{"cmd/uythac"}},
	{"github.com/go-analyze/charts", []string{"chart"}},
	{"github.com/wneessen/go-mail", []string{"alert"}},
	{"github.com/prometheus/", []string{"nightly"}},
	{"github.com/robfig/cron", []string{"nightly"}},
	{"github.com/peterh/liner", []string{"shell"}},
	{"database/sql", []string{"pipeline/warehouse", "pipeline/source", "pipeline/source/dbtest", "pipeline/lake"}},
}

// pure lists what fast tests import: it builds without a C compiler.
var pure = []string{"./calendar", "./schemas", "./suppress/...", "./queries", "./published", "./transforms/..."}

type goPackage struct {
	ImportPath                         string
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
}

func TestImports(t *testing.T) {
	for _, p := range list(t) {
		room := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		if len(p.GoFiles) == 0 {
			continue // tests of the whole: they may import anything
		}
		own, ok := levels[room]
		if !ok {
			t.Errorf("package %s has no level: add it to the table in imports_test.go", room)
			continue
		}
		for _, imp := range p.Imports {
			if other, inside := strings.CutPrefix(imp, module+"/"); inside && levels[other] >= own {
				t.Errorf("%s (level %d) imports %s (level %d): pass what it needs as a value from above", room, own, other, levels[other])
			}
			for _, k := range keepers {
				if strings.HasPrefix(imp, k.library) && !slices.Contains(k.allowed, room) {
					t.Errorf("%s imports %s: only %v may", room, imp, k.allowed)
				}
			}
		}
		// Tests may use a sibling to make their input, never a room above.
		for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
			if other, inside := strings.CutPrefix(imp, module+"/"); inside && levels[other] > own {
				t.Errorf("tests of %s (level %d) import %s (level %d)", room, own, other, levels[other])
			}
		}
	}
}

// TestPureWithoutCgo builds the rooms that fast tests import as a machine without a C compiler would.
func TestPureWithoutCgo(t *testing.T) {
	cmd := exec.Command("go", append([]string{"build"}, pure...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("CGO_ENABLED=0 %v: %v\n%s", cmd.Args, err, out)
	}
}

func list(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,GoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
