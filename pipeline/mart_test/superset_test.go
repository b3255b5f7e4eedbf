//go:build superset

package mart_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/uythac/uythac/access"
)

// TestSuperset: Apache Superset, set up from nothing, shows the published figures by charts and in SQL Lab, and to the role of one
// union that union's alone. Its packages take minutes to install: make superset does so and runs this, make test does not.
func TestSuperset(t *testing.T) {
	interpreter := os.Getenv("SUPERSET_PYTHON")
	if interpreter == "" {
		t.Fatal("SUPERSET_PYTHON does not name a Python with Superset\n  → make superset")
	}
	_, december := published(t)
	d := newTarget(t, access.Roles{"leaders": {All: true}, "women": {Unions: []string{"12"}}})
	d.publish(t, december)
	d.Exec(t, "CREATE ROLE chart_of_all LOGIN IN ROLE leaders; CREATE ROLE chart_of_one LOGIN IN ROLE women")
	url := func(user string) string {
		return fmt.Sprintf("postgresql+psycopg2://%s@127.0.0.1:%d/%s", user, d.Server.Port(), d.Name)
	}
	command := exec.CommandContext(t.Context(), interpreter, "testdata/through_superset.py", t.TempDir(), december, url("chart_of_all"), url("chart_of_one"), "12")
	var log strings.Builder
	command.Stderr = &log
	said, err := command.Output()
	if err != nil || !strings.Contains(string(said), "6 answers, ") {
		t.Fatalf("%s%v\n%s", said, err, log.String())
	}
	t.Logf("%s", said)
}
