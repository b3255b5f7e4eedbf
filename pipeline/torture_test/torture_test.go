// Package torture_test proves that lake and source come to agree whatever happens to either: real
// servers, the real program as a child process, and attacks on both. After each attack one undisturbed
// run must bring them to equality.
//
// It refuses to share code with the extractor: the source is read with plain SQL, the lake with DuckDB
// over its Parquet files, both as text, and what the healing log has to say is computed from the
// source's rows before and after. Only the list of a table's columns and of the lake's files is taken
// from the packages under test.
//
// Every test prints its seed. TORTURE_TIME=30m goes on with random sequences for so long;
// TORTURE_SEED repeats one.
package torture_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/uythac/uythac/pipeline/source/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m, func() { _ = os.RemoveAll(shared.dir) }) }

// shared is what all tests use: the program, and the files of simulated branches.
var shared struct {
	sync.Mutex
	dir string
}

// sharedDir is a folder that goes when the tests have ended.
func sharedDir(t testing.TB) string {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.dir == "" {
		var err error
		if shared.dir, err = os.MkdirTemp("", "uythac-torture-"); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(shared.dir, 0o755); err != nil { // another user runs the program in one test
			t.Fatal(err)
		}
	}
	return shared.dir
}

var built = sync.OnceValues(func() (string, error) {
	bin := filepath.Join(shared.dir, "uythac")
	if out, err := exec.Command("go", "build", "-o", bin, "github.com/uythac/uythac/cmd/uythac").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return bin, nil
})

// thorough is whether there is time: TORTURE_TIME is set.
var thorough = os.Getenv("TORTURE_TIME") != ""

// times is how often a test does something: a few times in every day's tests, more often where there is time.
func times(few, many int) int {
	if thorough {
		return many
	}
	return few
}

// program builds the program, once.
func program(t testing.TB) string {
	t.Helper()
	sharedDir(t)
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}
