package serve_test

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/serve/doors"
)

// The clients that others wrote, and their versions; .ci/run installs these.
const (
	adbc = "1.13.0" // PyPI: adbc-driver-flightsql
	jdbc = "18.3.0" // Maven: org.apache.arrow:flight-sql-jdbc-driver
)

// TestADBC reads the Flight door with ADBC for Python, over TLS with the certificate that was made here, by password and by token.
func TestADBC(t *testing.T) {
	python := dbtest.Python(t, "import adbc_driver_flightsql, pyarrow", "adbc-driver-flightsql=="+adbc+" pyarrow")
	h := open(t)
	address, certificate := secured(t, h)
	run := exec.CommandContext(t.Context(), python, filepath.Join("testdata", "flight.py"), "grpc+tls://"+address, "unions", password, h.tokens["unions"], certificate)
	var out struct {
		Version, Vendor string
		Parameter       [][]int64
		Rows, Sum       int64
		Types, Columns  []string
		Unions, Schema  []string
		Refused, Wrong  bool
		TableTypes      []string `json:"table_types"`
		Error           string
	}
	text := must1(t, run)
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if out.Version != adbc {
		t.Logf("the driver is %s, .ci/run installs %s", out.Version, adbc)
	}
	if out.Vendor != "uythac" || out.Parameter[0][0] != 2 || out.Rows != 200_000 || out.Sum != 19_999_900_000 || !out.Refused || !out.Wrong {
		t.Errorf("%+v", out)
	}
	if got := strings.Join(out.Types, " "); got != "date32[day] string int64 double" {
		t.Errorf("types %s", got)
	}
	if len(out.Columns) < 5 || out.Columns[0] != "as_of" || len(out.Schema) != 6 || strings.Join(out.Unions, " ") != "11 12" || len(out.TableTypes) != 2 {
		t.Errorf("%+v", out)
	}
}

// TestJDBC reads the Flight door with Arrow's JDBC driver, over TLS with the certificate that was made here: every question of its metadata, statements, parameters.
func TestJDBC(t *testing.T) {
	jar := os.Getenv("FLIGHT_JDBC")
	if _, err := exec.LookPath("java"); err != nil || jar == "" {
		dbtest.Missing(t, "the JDBC driver is not installed", "a JDK, org.apache.arrow:flight-sql-jdbc-driver:"+jdbc+" of Maven, and its path in FLIGHT_JDBC")
	}
	h := open(t)
	address, certificate := secured(t, h)
	run := exec.CommandContext(t.Context(), "java", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-Xmx256m", "-cp", jar, filepath.Join("testdata", "Jdbc.java"),
		"jdbc:arrow-flight-sql://"+address+"?useEncryption=true&tlsRootCerts="+certificate, "unions", password)
	said := map[string]string{}
	text := must1(t, run)
	for line := range strings.Lines(text) {
		what, v, _ := strings.Cut(strings.TrimSpace(line), "=")
		if old, twice := said[what]; twice && old != v {
			v = old + "; " + v
		}
		said[what] = v
	}
	for what, want := range map[string]string{
		"product": "uythac", "read only": "true", "union": `true false " 0`, "asked": "true", "catalogs": "[warehouse]", "tables": "[outstanding_by_union]", "columns": "[outstanding, overdue, overdue_ratio, outstanding_change, overdue_change, overdue_growth]",
		"column types": "[BIGINT]", "key": "[as_of, union_code]", "imported": "[]", "table types": "[TABLE, VIEW]", "result": "VARCHAR BIGINT DOUBLE DATE",
		"prepared": "1", "prepared again": "0", "many": "200000 19999900000", "refused": "true", "wrong": "true", "failed": "",
	} {
		if said[what] != want {
			t.Errorf("%s: %s, want %s", what, said[what], want)
		}
	}
	if !strings.HasPrefix(said["rows"], "11:") || strings.Count(said["rows"], "2020-12-31") != 2 || !strings.Contains(said["schemas"], "report") {
		t.Errorf("%v", said)
	}
	if t.Failed() {
		t.Log(text)
	}
}

func must1(t *testing.T, run *exec.Cmd) string {
	t.Helper()
	text, err := run.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("%v\n%s\n%s", err, text, exit.Stderr)
	}
	must(t, err)
	return string(text)
}

// secured opens the Flight door of the same house with TLS, by a certificate made here.
func secured(t *testing.T, h *house) (address, certificate string) {
	t.Helper()
	c := h.config
	c.HTTP, c.TLS, c.State = "", "self", t.TempDir()
	c.Audit = filepath.Join(c.State, "audit.log")
	_, flight := start(t, h, c)
	_, port, err := net.SplitHostPort(flight)
	must(t, err)
	return "localhost:" + port, filepath.Join(c.State, "serve.crt")
}

// start opens doors until the test ends.
func start(t *testing.T, h *house, c doors.Config) (web, flight string) {
	t.Helper()
	web, flight, stop, err := h.start(c)
	must(t, err)
	t.Cleanup(func() { must(t, stop()) })
	return web, flight
}
