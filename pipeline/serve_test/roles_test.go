package serve_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/flight"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
)

// TestRolesAtDoors: through every door each role finds the tables of its own file, and reads none of the others, whatever
// it writes.
func TestRolesAtDoors(t *testing.T) {
	h := open(t)
	config, file := published(t)
	all, err := warehouse.Seen(t.Context(), file)
	must(t, err)
	c := h.client(t)
	for role, p := range config.Mart.Roles {
		own, err := warehouse.Seen(t.Context(), pipeline.RoleFile(file, role, p))
		must(t, err)
		i, err := c.GetTables(h.as(t, role), nil)
		rows, _, err := fetched(h.as(t, role), c, i, err)
		must(t, err)
		var seen []string
		for _, r := range rows {
			parts := strings.Split(r, "|")
			seen = append(seen, parts[1]+"."+parts[2])
		}
		slices.Sort(seen)
		if !slices.Equal(seen, own) {
			t.Errorf("flight shows %s %v, want %v", role, seen, own)
		}
		var listed struct{ Rows []struct{ Name string } }
		must(t, json.Unmarshal([]byte(h.get(t, role, "/api/reports").body), &listed))
		for _, r := range listed.Rows {
			if !slices.Contains(own, "report."+r.Name) {
				t.Errorf("http shows %s the report %s", role, r.Name)
			}
		}
		tried := 0
		for _, table := range all {
			if slices.Contains(own, table) || tried > 60 || !slices.Contains([]string{"fact.loan_month", "dim.customer", "report.headline", "indicator.nation_month", "report.outstanding_by_union", "trend.series", "meta.asked"}, table) {
				continue
			}
			schema, name, _ := strings.Cut(table, ".")
			quoted := fmt.Sprintf("%q.%q", schema, name)
			for _, statement := range []string{
				"SELECT count(*) FROM " + quoted, "SELECT count(*) FROM warehouse." + quoted, "FROM query('SELECT * FROM " + quoted + "')", "FROM query_table('" + table + "')", "FROM query_table(['" + table + "'])",
				"FROM '" + file + "'", "SELECT * FROM read_blob('" + file + "')", "ATTACH '" + file + "' AS whole", "SELECT count(*) FROM whole." + quoted,
				"WITH q AS (SELECT * FROM " + quoted + ") SELECT count(*) FROM q", "DESCRIBE " + quoted, "SELECT * FROM pragma_storage_info('" + table + "')",
			} {
				tried++
				if a := h.get(t, role, "/api/query?sql="+url.QueryEscape(statement)); a.StatusCode != http.StatusBadRequest && a.StatusCode != http.StatusForbidden {
					t.Errorf("http: %s may %s: %d %.200s", role, statement, a.StatusCode, a.body)
				}
				if _, err := asked(h.as(t, role), c, statement); status.Code(err) != codes.InvalidArgument && status.Code(err) != codes.PermissionDenied {
					t.Errorf("flight: %s may %s: %v", role, statement, err)
				}
			}
			if kind, ok := map[string]string{"report": "reports", "trend": "trends"}[schema]; ok {
				if a := h.get(t, role, "/api/"+kind+"/"+name); a.StatusCode != http.StatusNotFound {
					t.Errorf("%s is shown %s: %d", role, table, a.StatusCode)
				}
			}
		}
		if role != "all_of_it" && tried == 0 {
			t.Errorf("%s sees everything", role)
		}
	}
}

// TestRowsAtDoors: the rows of a report and of a statement are the role's, in every door; what is computed for a scope is for who
// sees all.
func TestRowsAtDoors(t *testing.T) {
	h := open(t)
	c := h.client(t)
	for role, want := range map[string]string{"all_of_it": "00", "unions": "12"} {
		var a struct {
			Rows []map[string]any
		}
		must(t, json.Unmarshal([]byte(h.get(t, role, "/api/reports/outstanding_by_union").body), &a))
		last := ""
		for _, r := range a.Rows {
			last = fmt.Sprint(r["union_code"])
			if role == "unions" && last != "11" && last != "12" {
				t.Errorf("%s sees the union %s", role, last)
			}
		}
		if last != want {
			t.Errorf("%s sees %s last", role, last)
		}
		rows, err := asked(h.as(t, role), c, "SELECT DISTINCT union_code FROM indicator.union_month ORDER BY 1")
		if err != nil || role == "unions" && !slices.Equal(rows, []string{"11", "12"}) {
			t.Errorf("%s: %v, %v", role, rows, err)
		}
	}
	for path, want := range map[string]int{"/api/reports/outstanding_by_union?union=13": 403, "/api/reports/activity_by_commune?commune=x": 403, "/api/reports/outstanding_by_union?union_code=13": 200} {
		if a := h.get(t, "unions", path); a.StatusCode != want || want == 200 && !strings.Contains(a.body, `"rows": []`) {
			t.Errorf("%s: %d %s", path, a.StatusCode, a.body)
		}
	}
}

// TestDaysAtDoors: a role with a policy reads of a report on demand the rows of its own on each day that its file has, not of the latest alone; of
// another day it is told which there are, in reports and pages, and why.
func TestDaysAtDoors(t *testing.T) {
	h := open(t)
	rows := func(role, path string) (list []string) {
		t.Helper()
		var a struct{ Rows []map[string]any }
		must(t, json.Unmarshal([]byte(h.get(t, role, path).body), &a))
		for _, r := range a.Rows {
			if union := r["union_code"]; union == "11" || union == "12" {
				list = append(list, fmt.Sprint(r))
			}
		}
		slices.Sort(list)
		return list
	}
	var before []string
	for _, day := range []string{"2020-10-31", "2020-11-30", "2020-12-31"} {
		path := "/api/reports/activity_by_commune?as_of=" + day
		own, whole := rows("unions", path), rows("all_of_it", path)
		if len(own) == 0 || !slices.Equal(own, whole) || slices.Equal(own, before) {
			t.Errorf("%s: %v, want %v", path, own, whole)
		}
		before = own
	}
	if a := h.get(t, "unions", "/api/reports/activity_by_commune?as_of=2019-12-31"); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "2020-10-31, 2020-11-30, 2020-12-31") || !strings.Contains(a.body, "serve.days") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	for lang, want := range map[string][]string{"vi": {"Có các ngày: 31/12/2020, 30/11/2020", "serve.days"}, "en": {"There are those of 2020-12-31, 2020-11-30", "serve.days"}} {
		for role, n := range map[string]int{"unions": 2, "all_of_it": 1} {
			a := h.get(t, role, "/?as_of=2019-12-31&lang="+lang)
			for i, text := range want {
				if a.StatusCode != http.StatusNotFound || strings.Contains(a.body, text) != (i < n) {
					t.Errorf("%s in %s: %d, %q: %s", role, lang, a.StatusCode, text, parsed(t, a.body).text)
				}
			}
		}
	}
}

// TestTicketOfOthers: a ticket gives who brings it what the own role may see, and names no other file.
func TestTicketOfOthers(t *testing.T) {
	h := open(t)
	c := h.client(t)
	i, err := c.Execute(h.as(t, "all_of_it"), "SELECT count(*) FROM report.headline")
	must(t, err)
	for _, role := range []string{"unions", "nobody"} {
		_, _, err := fetched(h.as(t, role), c, i, nil)
		wantCode(t, role+" with a ticket of another", err, codes.InvalidArgument)
	}
	if rows, _, err := fetched(h.as(t, "all_of_it"), c, i, nil); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
	for _, run := range []string{"../x", `..\x`, "x", ""} {
		forged := i.Endpoint[0].Ticket.Ticket
		at := strings.Index(string(forged), `"run":"`) + len(`"run":"`)
		end := at + strings.Index(string(forged[at:]), `"`)
		if len(run) > end-at {
			t.Fatal("the run is short")
		}
		forged = slices.Concat(forged[:at], []byte(run+strings.Repeat("z", end-at-len(run))), forged[end:])
		_, err := c.DoGet(h.as(t, "all_of_it"), &flight.Ticket{Ticket: forged})
		if code := status.Code(err); code != codes.NotFound && code != codes.InvalidArgument {
			t.Errorf("a ticket for %q: %v", run, err)
		}
	}
}

// TestHostileAtDoors: what package analyst refuses is refused at the doors.
func TestHostileAtDoors(t *testing.T) {
	h := open(t)
	c := h.client(t)
	text, err := os.ReadFile(filepath.Join("..", "..", "analyst", "testdata", "hostile.txt"))
	must(t, err)
	n := 0
	for part := range strings.SplitSeq(string(text), "\n== ") {
		head, statement, _ := strings.Cut(part, "\n")
		statement = strings.TrimSpace(statement)
		if !strings.HasPrefix(head, "refused:") || strings.HasPrefix(statement, `"`) || statement == "" {
			continue
		}
		n++
		if a := h.do(t, "unions", http.MethodPost, "/api/query", statement, "Content-Type", "application/sql"); a.StatusCode != http.StatusForbidden {
			t.Errorf("http: %s\n%s: %d %s", head, statement, a.StatusCode, a.body)
		}
		_, err := asked(h.as(t, "unions"), c, statement)
		wantCode(t, "flight: "+head, err, codes.PermissionDenied)
	}
	if n < 50 {
		t.Errorf("%d statements", n)
	}
}
