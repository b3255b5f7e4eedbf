package warehouse

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// client is the version of the official Python client that is of the same DuckDB as ours.
const client = "1.5.6"

// reading opens the file that CURRENT names read-only, tells its run, waits for a line, and reads again.
const reading = `
import duckdb, sys
folder = sys.argv[1]
name = open(folder + "/CURRENT").read().strip()
db = duckdb.connect(folder + "/" + name, read_only=True)
ask = lambda: print(db.sql("SELECT run FROM meta.run").fetchone()[0], db.sql("SELECT count(*) FROM report.headline").fetchone()[0], flush=True)
ask()
sys.stdin.readline()
ask()
try:
    db.execute("CREATE TABLE dim.x (a INT)")
    print("written", flush=True)
except duckdb.Error as e:
    print("refused", flush=True)
`

// TestOtherTools: a second process with the official Python client reads the published file while the next one is built, published
// and the old one removed; it stays on its own, cannot write, and one that comes later reads the new file.
func TestOtherTools(t *testing.T) {
	interpreter := dbtest.Python(t, "import duckdb; assert duckdb.__version__ == '"+client+"'", "duckdb=="+client)
	dir := t.TempDir()
	publish := func(n, run string) {
		t.Helper()
		in := sound(t).input(t)
		in.Run.ID = run
		if _, err := Build(t.Context(), filepath.Join(dir, "warehouse-"+n+".duckdb"), in, Options{}); err != nil {
			t.Fatal(err)
		}
		if err := Publish(dir, "warehouse-"+n+".duckdb", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	publish("1", "run-1")
	cmd := exec.CommandContext(t.Context(), interpreter, "-c", reading, dir)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	said.Scan() // it has the first file open
	lines := []string{said.Text()}
	publish("2", "run-2")
	if err := os.Remove(filepath.Join(dir, "warehouse-1.duckdb")); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write([]byte("go on\n")); err != nil {
		t.Fatal(err)
	}
	for said.Scan() {
		lines = append(lines, said.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, &errs)
	}
	if len(lines) != 3 || lines[0] != lines[1] || !strings.HasPrefix(lines[0], "run-1 ") || lines[2] != "refused" {
		t.Errorf("the first reader says %q", lines)
	}
	later := exec.CommandContext(t.Context(), interpreter, "-c", reading, dir)
	later.Stdin = strings.NewReader("\n")
	text, err := later.Output()
	if err != nil || !strings.HasPrefix(string(text), "run-2 ") {
		t.Errorf("a later reader says %q, %v", text, err)
	}
}
