package serve_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/uythac/uythac/pipeline/source/dbtest"
)

// axeRun has the checker look at the page and writes what it found where the test reads it. A page with ?dark is looked at in the dark.
const axeRun = `<script src="/axe.js"></script><script>
if (location.search.includes("dark")) document.documentElement.dataset.theme = "dark";
addEventListener("load", () => axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}).then(r => {
  const p = document.createElement("pre"); p.id = "axe";
  p.textContent = JSON.stringify({passes: r.passes.length, violations: r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(" | "))});
  document.body.append(p);
}));
</script></body>`

// TestAccessible: axe, a checker that others wrote, finds nothing to object to in any kind of page, light and dark, in a real browser.
func TestAccessible(t *testing.T) {
	browser, axe := needBrowser(t)
	h := open(t)
	loan := ""
	_, file := published(t)
	must(t, eachRow(file, "", `SELECT min(contract_no) FROM whole.fact.loan_month WHERE as_of = DATE '2020-12-31' AND outstanding > 0`, func(scan func(...any) error) error { return scan(&loan) }))
	// The checker's script is not of this server, so what stands between forwards the pages without the policy that would refuse it.
	between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/axe.js" {
			http.ServeFile(w, r, axe)
			return
		}
		a := h.get(t, "all_of_it", strings.NewReplacer("?dark", "", "&dark", "").Replace(r.URL.RequestURI()))
		w.Header().Set("Content-Type", a.Header.Get("Content-Type"))
		w.WriteHeader(a.StatusCode)
		_, _ = fmt.Fprint(w, strings.Replace(a.body, "</body>", axeRun, 1))
	}))
	defer between.Close()
	for _, path := range []string{"/", "/?dark", "/unions/11?lang=en", "/places", "/groups?dark", "/loans/" + loan, "/watch", "/watch/groups_to_watch", "/trends", "/trends/par?dark", "/quality", "/sign-in"} {
		var found struct {
			Passes     int
			Violations []string
		}
		cmd := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=20000", "--dump-dom", between.URL+path)
		dom, err := cmd.Output()
		_, text, ok := strings.Cut(string(dom), `<pre id="axe">`)
		if err != nil || !ok {
			t.Fatalf("%s: %v\n%s", path, err, dom)
		}
		text, _, _ = strings.Cut(text, "</pre>")
		must(t, json.Unmarshal([]byte(html.UnescapeString(text)), &found))
		if found.Passes < 10 || len(found.Violations) > 0 {
			t.Errorf("%s: %d rules hold; against\n%s", path, found.Passes, strings.Join(found.Violations, "\n"))
		}
	}
}

// needBrowser names a browser and the checker's script.
func needBrowser(t *testing.T) (browser, axe string) {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		dbtest.Missing(t, "chromium is not installed", "apt-get install -y chromium")
	}
	python := dbtest.Python(t, "import axe_core_python", "axe-core-python==0.1.0")
	where, err := exec.CommandContext(t.Context(), python, "-c", "import axe_core_python, os; print(os.path.join(os.path.dirname(axe_core_python.__file__), 'axe.min.js'), end='')").Output()
	must(t, err)
	return browser, string(where)
}
