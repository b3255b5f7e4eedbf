package serve_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// run asks a role's version.
func (h *house) run(t *testing.T, role string) string {
	t.Helper()
	var a struct{ Rows []struct{ Run string } }
	res := h.get(t, role, "/api/query?sql="+url.QueryEscape("SELECT run FROM meta.run"))
	if err := json.Unmarshal([]byte(res.body), &a); err != nil || len(a.Rows) != 1 {
		t.Fatalf("%s: %v %s", role, err, res.body)
	}
	return a.Rows[0].Run
}

// TestNewVersion: a version is seen within two seconds of its publication, by each role; an answer that is on its way ends on the
// old one, also when its file is removed. A role without a file gets one and meanwhile what it had.
func TestNewVersion(t *testing.T) {
	h := open(t)
	c, december := published(t)
	versions, err := warehouse.Publications(c.Warehouse.Path)
	must(t, err)
	november := versions[0].File
	if november == december {
		november = versions[1].File
	}
	defer func() { must(t, warehouse.Publish(h.dir, filepath.Base(december), time.Now())) }()
	for _, role := range []string{"all_of_it", "unions"} {
		if got := h.run(t, role); !strings.Contains(december, got) {
			t.Fatalf("%s reads %s", role, got)
		}
	}
	// A long answer on the old version, of which the first bytes were read.
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+h.web+"/api/query?format=csv&sql="+url.QueryEscape("SELECT run, range AS n FROM meta.run, range(400000)"), nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+h.tokens["unions"])
	long, err := http.DefaultClient.Do(r)
	must(t, err)
	defer func() { _ = long.Body.Close() }()
	first := make([]byte, 4096)
	_, err = io.ReadFull(long.Body, first)
	must(t, err)
	must(t, warehouse.Publish(h.dir, filepath.Base(november), time.Now()))
	began := time.Now()
	for _, role := range []string{"all_of_it", "unions", "office", "nobody"} {
		for !strings.Contains(november, h.run(t, role)) {
			if time.Since(began) > time.Minute {
				t.Fatalf("%s does not see the new version", role)
			}
			time.Sleep(20 * time.Millisecond)
		}
		if role == "all_of_it" {
			t.Logf("the new version was seen after %v", time.Since(began))
		}
	}
	t.Logf("all roles saw the new version after %v, whose files were made meanwhile", time.Since(began))
	old := pipeline.RoleFile(december, "unions", c.Mart.Roles["unions"])
	must(t, os.Rename(old, old+".away"))
	rest, err := io.ReadAll(long.Body)
	must(t, err)
	must(t, os.Rename(old+".away", old))
	run := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(december), "warehouse-"), ".duckdb")
	if n := strings.Count(string(first)+string(rest), run+","); n != 400_000 {
		t.Errorf("the answer on its way has %d rows of the version that it began with", n)
	}
	// Back: the files are there, so every role sees it within two seconds.
	must(t, warehouse.Publish(h.dir, filepath.Base(december), time.Now()))
	began = time.Now()
	for role := range c.Mart.Roles {
		for !strings.Contains(december, h.run(t, role)) {
			time.Sleep(20 * time.Millisecond)
		}
	}
	t.Logf("all roles saw the version before again after %v", time.Since(began))
}
