package serve_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/xuri/excelize/v2"
)

// TestFormats: a report has the same rows in every format, and over every page.
func TestFormats(t *testing.T) {
	h := open(t)
	const path = "/api/reports/outstanding_by_union?as_of=2020-12-31"
	var whole struct {
		Name, Title string
		AsOf        string `json:"as_of"`
		Version     struct{ Run, Through string }
		Columns     []struct{ Name, Unit string }
		Rows        []map[string]any
	}
	a := h.get(t, "all_of_it", path)
	if err := json.Unmarshal([]byte(a.body), &whole); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%d %v\n%s", a.StatusCode, err, a.body)
	}
	if len(whole.Rows) < 4 || whole.Rows[len(whole.Rows)-1]["union_code"] != "00" || whole.Version.Through != "2020-12-31" || whole.Title == "" || len(whole.Columns) != len(whole.Rows[0]) {
		t.Errorf("%+v", whole)
	}
	rows := map[string]int{}
	lines, err := csv.NewReader(strings.NewReader(h.get(t, "all_of_it", path+"&format=csv").body)).ReadAll()
	must(t, err)
	rows["csv"] = len(lines) - 1
	r, err := ipc.NewReader(strings.NewReader(h.get(t, "all_of_it", path, "Accept", "application/vnd.apache.arrow.stream").body))
	must(t, err)
	defer r.Release()
	for r.Next() {
		rows["arrow"] += int(r.RecordBatch().NumRows())
	}
	p, err := file.NewParquetReader(bytes.NewReader([]byte(h.get(t, "all_of_it", path+"&format=parquet").body)))
	must(t, err)
	rows["parquet"] = int(p.NumRows())
	book, err := excelize.OpenReader(strings.NewReader(h.get(t, "all_of_it", path+"&format=xlsx").body))
	must(t, err)
	defer func() { _ = book.Close() }()
	sheet, err := book.GetRows("Sheet1")
	must(t, err)
	rows["xlsx"] = len(sheet) - 1
	for format, n := range rows {
		if n != len(whole.Rows) {
			t.Errorf("%s has %d rows, want %d", format, n, len(whole.Rows))
		}
	}
	if sheet[1][slices.Index(sheet[0], "union_code")] != whole.Rows[0]["union_code"] {
		t.Errorf("the first row of the workbook is %v", sheet[1])
	}
	var paged []any
	for next := "/api/reports/outstanding_by_union?limit=2"; next != ""; {
		var page struct {
			Rows []any
			Next string
		}
		a := h.get(t, "all_of_it", next)
		must(t, json.Unmarshal([]byte(a.body), &page))
		if (a.Header.Get("Link") == "") != (page.Next == "") || len(page.Rows) > 2 {
			t.Errorf("%s: Link %q, %s", next, a.Header.Get("Link"), a.body)
		}
		paged, next = append(paged, page.Rows...), page.Next
	}
	if len(paged) != len(whole.Rows) {
		t.Errorf("the pages have %d rows", len(paged))
	}
}

// TestETag: an answer is known again as long as version, role and question are the same.
func TestETag(t *testing.T) {
	h := open(t)
	tags := map[string]string{}
	for _, role := range []string{"all_of_it", "unions"} {
		for _, path := range []string{"/api/reports/outstanding_by_union", "/api/reports/outstanding_by_union?format=csv", "/api/reports/outstanding_by_union?lang=en", "/api/trends/series", "/api/query?sql=" + url.QueryEscape("SELECT run FROM meta.run")} {
			a := h.get(t, role, path)
			tag := a.Header.Get("ETag")
			if other, ok := tags[tag]; ok || tag == "" || a.StatusCode != http.StatusOK {
				t.Errorf("%s %s: ETag %s, also of %s (%d %s)", role, path, tag, other, a.StatusCode, a.body)
			}
			tags[tag] = role + " " + path
			if a := h.get(t, role, path, "If-None-Match", `W/"x", `+tag); a.StatusCode != http.StatusNotModified || a.body != "" {
				t.Errorf("%s %s again: %d", role, path, a.StatusCode)
			}
			if a := h.get(t, "nobody", path, "If-None-Match", tag); a.StatusCode == http.StatusNotModified {
				t.Errorf("the ETag of %s is known to another role", path)
			}
		}
	}
	if a := h.get(t, "all_of_it", "/api/query?sql="+url.QueryEscape("SELECT now()")); a.Header.Get("ETag") != "" || a.StatusCode != http.StatusOK {
		t.Errorf("the clock has an ETag: %d %v", a.StatusCode, a.Header)
	}
}

// TestWrong: what is wrong is said, with what to do, and nothing is told of the machine.
func TestWrong(t *testing.T) {
	h := open(t)
	for path, want := range map[string]int{
		"/api/reports/nothing":                       404,
		"/api/reports/headline?":                     200,
		"/api/reports/headline?as_of=2020-12-30":     400,
		"/api/reports/headline?as_of=yesterday":      400,
		"/api/reports/headline?lang=fr":              400,
		"/api/reports/headline?format=pdf":           400,
		"/api/reports/headline?limit=-1":             400,
		"/api/reports/headline?limit=10001":          400,
		"/api/reports/headline?unoin=11":             400,
		"/api/reports/headline?lang=vi&lang=en":      400,
		"/api/trends/series?union=11":                400,
		"/api/reports/activity_by_commune?union=11":  200,
		"/api/reports/headline?union=11":             200,
		"/api/trends/series_by_commune?commune=none": 200,
		"/api/query":                                                     400,
		"/api/query?sql=%20":                                             400,
		"/api/query?sql=SELEC":                                           400,
		"/api/query?sql=DROP+TABLE+dim.branch":                           403,
		"/api/query?sql=SELECT+1;SELECT+2":                               400, // a semicolon separates nothing in a query
		"/api/query?sql=SELECT+1%3BSELECT+2":                             403,
		"/api/query?sql=SELECT+repeat('x',+40000000)+AS+t":               413,
		"/api/query?sql=SELECT+*+FROM+range(6000000)&format=csv&limit=1": 200,
	} {
		a := h.get(t, "all_of_it", path)
		if a.StatusCode != want {
			t.Errorf("%s: %d, want %d\n%s", path, a.StatusCode, want, a.body)
		}
		if a.StatusCode >= 400 {
			var p struct {
				Title, Detail string
				Status        int
			}
			if err := json.Unmarshal([]byte(a.body), &p); err != nil || p.Status != want || p.Detail == "" || a.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %v %s", path, err, a.body)
			}
		}
		if strings.Contains(a.body, h.dir) {
			t.Errorf("%s tells a path: %s", path, a.body)
		}
	}
	for _, c := range []struct {
		method, kind, body string
		want               int
	}{
		{"POST", "application/json", `{"sql": "SELECT $a::INT + $b AS n, $d::DATE AS d, $t AS t", "params": {"a": 1, "b": 2.5, "d": "2020-01-01", "t": null}}`, 200},
		{"POST", "application/sql", "SELECT 1", 200},
		{"POST", "application/x-www-form-urlencoded", "sql=SELECT+1", 415},
		{"POST", "", "SELECT 1", 415},
		{"POST", "application/json", `{"sql": "SELECT 1", "file": "/etc/passwd"}`, 400},
		{"POST", "application/json", `{"sql": "SELECT $a", "params": {"a": [1]}}`, 400},
		{"POST", "application/json", `{"sql": "SELECT $a"}`, 400},
		{"POST", "application/sql", "SELECT '" + strings.Repeat("x", 3<<20) + "'", 413},
		{"PUT", "application/sql", "SELECT 1", 405},
		{"DELETE", "", "", 405},
	} {
		if a := h.do(t, "all_of_it", c.method, "/api/query", c.body, "Content-Type", c.kind); a.StatusCode != c.want {
			t.Errorf("%s %s %.60s: %d, want %d %s", c.method, c.kind, c.body, a.StatusCode, c.want, a.body)
		}
	}
	if a := h.do(t, "all_of_it", "POST", "/api/query", "SELECT 1", "Content-Type", "application/sql", "Sec-Fetch-Site", "cross-site"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another site: %d", a.StatusCode)
	}
	a := h.get(t, "all_of_it", "/api/reports")
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store", "Access-Control-Allow-Origin": "", "Server": ""} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestEntered: without good credentials and a policy nobody gets anything, and who guesses waits. Secrets are in no log.
func TestEntered(t *testing.T) {
	h := open(t)
	for what, header := range map[string]string{
		"nothing":          "",
		"a wrong token":    "Bearer " + h.tokens["unions"] + "x",
		"an empty token":   "Bearer ",
		"another scheme":   "Negotiate abc",
		"no base64":        "Basic !!!",
		"a wrong password": "Basic dW5pb25zOnhYeHhYeHhYeHg=",
	} {
		for _, path := range []string{"/api/reports", "/api/reports/headline", "/api/trends", "/api/trends/series", "/api/query?sql=SELECT+1"} {
			if what == "a wrong password" && path != "/api/reports" {
				continue
			}
			headers := []string{"Authorization", header}
			if header == "" {
				headers = nil
			}
			a := h.get(t, "", path, headers...)
			if a.StatusCode != http.StatusUnauthorized && a.StatusCode != http.StatusTooManyRequests || strings.Contains(a.body, "rows") {
				t.Errorf("%s, %s: %d %s", what, path, a.StatusCode, a.body)
			}
		}
	}
	if a := h.get(t, "no_policy", "/api/reports"); a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a role without a policy: %d %s", a.StatusCode, a.body)
	}
	for _, path := range []string{"/healthz", "/api/openapi.yaml"} {
		if a := h.get(t, "", path); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
	}
	all := h.log.String() + h.records(t)
	for role, token := range h.tokens {
		if strings.Contains(all, token[18:]) || strings.Contains(all, password) {
			t.Errorf("a secret of %s is in a log", role)
		}
	}
	if !strings.Contains(all, `"action":"refused"`) {
		t.Error("refusals are not written down")
	}
}

// TestAudited: every question is in the log with who asked, which tables and how many rows, and the log holds.
func TestAudited(t *testing.T) {
	h := open(t)
	h.get(t, "unions", "/api/query?sql="+url.QueryEscape(`SELECT union_code FROM report.outstanding_by_union JOIN dim.mass_organisation USING (union_code) WHERE as_of = '2020-12-31' -- audited`))
	h.get(t, "unions", "/api/reports/deposits_by_union?audited")
	var found bool
	for line := range strings.Lines(h.records(t)) {
		var r struct {
			Who, Role, From, Door, Action, Text, Run string
			Tables                                   []string
			Rows                                     int
		}
		must(t, json.Unmarshal([]byte(line), &r))
		if strings.HasSuffix(r.Text, "-- audited") {
			found = true
			if r.Who != "unions" || r.Role != "unions" || r.From != "127.0.0.1" || r.Door != "http" || r.Action != "query" || r.Run == "" || strings.Join(r.Tables, " ") != "dim.mass_organisation report.outstanding_by_union" || r.Rows != 2 {
				t.Errorf("%s", line)
			}
		}
	}
	if !found {
		t.Error("the question is not in the log")
	}
}

// TestStreams: a long answer is not held, and who leaves stops the statement; one that breaks off breaks its connection.
func TestStreams(t *testing.T) {
	h := open(t)
	a := h.get(t, "all_of_it", "/api/query?format=csv&sql="+url.QueryEscape("SELECT range AS n FROM range(1000000)"))
	if n := strings.Count(a.body, "\n"); n != 1_000_001 {
		t.Errorf("%d lines", n)
	}
	for _, f := range []string{"csv", "json", "arrow", "parquet"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+h.web+"/api/query?format="+f+"&sql="+url.QueryEscape("SELECT CASE WHEN range < 400000 THEN range ELSE error('late') END AS n FROM range(450000)"), nil)
		must(t, err)
		r.Header.Set("Authorization", "Bearer "+h.tokens["all_of_it"])
		res, err := http.DefaultClient.Do(r)
		must(t, err)
		var b bytes.Buffer
		_, err = b.ReadFrom(res.Body)
		_ = res.Body.Close()
		if err == nil && res.StatusCode == http.StatusOK {
			t.Errorf("%s: what broke off looks whole (%s bytes)", f, strconv.Itoa(b.Len()))
		}
	}
}
