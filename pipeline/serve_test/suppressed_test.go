package serve_test

import (
	"cmp"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/suppress/span"
)

// suppressedFile is a file of a role whose cells are suppressed.
type suppressedFile struct {
	name       string
	whole, own string
	policy     access.Policy
}

// suppressedFiles are those of the branch and of the nation.
func suppressedFiles(t *testing.T) (all []suppressedFile) {
	t.Helper()
	for world, config := range map[string]func() (pipeline.Config, error){"branch": branch, "nation": nation} {
		c, err := config()
		must(t, err)
		file, err := warehouse.Current(c.Warehouse.Path)
		must(t, err)
		for role, p := range c.Mart.Roles {
			if !p.Plain() {
				all = append(all, suppressedFile{world + ", " + role, file, pipeline.RoleFile(file, role, p), p})
			}
		}
	}
	if len(all) < 6 {
		t.Errorf("there are %d files only", len(all))
	}
	return all
}

// TestDeclared: of every table that a role may have somebody has decided what it is to a role whose cells are suppressed.
func TestDeclared(t *testing.T) {
	for _, table := range pipeline.RoleTables() {
		if table.Cell() == schemas.Undeclared {
			t.Errorf("%s: say in schemas/cells.go which cells its rows are about, or that it is withheld", table)
		}
	}
}

// TestSuppressedFiles: where cells are suppressed a file has rows of the whole one, each with its figures or with none; those of
// few people have none; and no table tells of single households.
func TestSuppressedFiles(t *testing.T) {
	for _, f := range suppressedFiles(t) {
		role, file, part := f.name, f.whole, f.own
		seen, err := warehouse.Seen(t.Context(), part)
		must(t, err)
		var compare []string
		for _, name := range seen {
			_, bare, _ := strings.Cut(name, ".")
			table, ok := schemas.Lookup(bare)
			if slices.Contains(days, name) {
				continue
			}
			if !ok {
				t.Fatalf("%s has %s", role, name)
			}
			var keys, figures, whole, none []string
			for _, col := range table.Columns {
				switch {
				case col.Name == "contract_no" || col.Name == "customer_code":
					t.Errorf("%s has %s, which tells of single households", role, name)
				case slices.Contains(table.Key, col.Name):
					keys = append(keys, col.Name)
				case col.Type != schemas.Code && col.Type != schemas.Text && !col.Personal:
					figures = append(figures, col.Name)
					whole, none = append(whole, "p."+col.Name+" IS NOT DISTINCT FROM w."+col.Name), append(none, "p."+col.Name+" IS NULL")
				}
			}
			if figures == nil {
				continue
			}
			people := []string{"false"}
			for _, col := range []string{"households_with_debt", "households", "members", "savers"} {
				if _, ok := table.Column(col); ok && table != &schemas.InspectionsByUnion { // its households are those visited
					people = append(people, fmt.Sprintf("w.%s BETWEEN 1 AND %d", col, f.policy.SuppressBelow-1))
				}
			}
			quoted := fmt.Sprintf("%q.%s", table.Kind.Namespace(), table.Name)
			compare = append(compare, fmt.Sprintf("SELECT '%s', count(*), count(*) FILTER (NOT coalesce((%s) OR (%s), false)), count(*) FILTER ((%[4]s) AND NOT (%[3]s)), count(*) FILTER (%[3]s) FROM %[7]s p LEFT JOIN whole.%[5]s w USING (%[6]s)",
				name, strings.Join(whole, " AND "), strings.Join(none, " AND "), strings.Join(people, " OR "), quoted, strings.Join(keys, ", "), ofPart(table)))
		}
		for _, day := range roleDays(t, part) {
			suppressed, rowsSeen := 0, 0
			must(t, eachRow(file, part, day+strings.Join(compare, " UNION ALL "), func(scan func(...any) error) error {
				var table string
				var n, other, few, none int
				err := scan(&table, &n, &other, &few, &none)
				if other > 0 || few > 0 {
					t.Errorf("%s: %s%s has %d rows that are neither those published nor suppressed, and %d of few people with figures", role, day, table, other, few)
				}
				suppressed, rowsSeen = suppressed+none, rowsSeen+n
				return err
			}))
			if suppressed == 0 || suppressed == rowsSeen {
				t.Errorf("%s: %s%d of %d rows are suppressed", role, day, suppressed, rowsSeen)
			}
		}
		rows := cmp.Or(wanted(f.policy, []string{"union_code", "office_code", "commune_code"}), "true")
		var whole, own int
		must(t, eachRow(file, part, "SELECT (SELECT count(*) FROM whole.indicator.commune_month t JOIN whole.dim.commune c USING (commune_code) WHERE as_of >= c.valid_from AND (c.valid_to IS NULL OR as_of < c.valid_to) AND "+rows+"), (SELECT count(*) FROM part.indicator.commune_month WHERE commune_code <> '')", func(scan func(...any) error) error { return scan(&whole, &own) }))
		if whole != own || whole == 0 {
			t.Errorf("%s has %d communes, want %d: a suppressed cell keeps its key", role, own, whole)
		}
	}
}

// measure is a figure that adds up: its column, and the atoms that it adds up, as values by union, office, commune, group,
// programme, fund source and branch on a day; what no atom tells of is any.
type measure struct{ column, atoms string }

var measures = []measure{
	{"outstanding", "SELECT union_code, office_code, coalesce(commune_code, ''), coalesce(group_code, ''), programme_code, fund_source, branch_code, sum(outstanding)::BIGINT FROM whole.fact.loan_month WHERE as_of = DATE '%s' GROUP BY ALL"},
	{"overdue", "SELECT union_code, office_code, coalesce(commune_code, ''), coalesce(group_code, ''), programme_code, fund_source, branch_code, sum(overdue)::BIGINT FROM whole.fact.loan_month WHERE as_of = DATE '%s' GROUP BY ALL"},
	{"deposit_balance", "SELECT union_code, office_code, commune_code, group_code, '', '', branch_code, deposit_balance FROM whole.indicator.group_month WHERE as_of = DATE '%s' AND group_code <> ''"},
	{"members", "SELECT union_code, office_code, commune_code, group_code, '', '', branch_code, members FROM whole.indicator.group_month WHERE as_of = DATE '%s' AND group_code <> ''"},
}

// codeColumns say what a row is of; in this order in atoms.
var codeColumns = []string{"union_code", "office_code", "commune_code", "group_code", "programme_code", "fund_source", "branch_code"}

// of is what a figure is of, as codes: any where a table does not say.
type of [7]string

const anyCode = "*"

// holds tells whether an atom is in the figure.
func (o of) holds(atom of) bool {
	for i, want := range o {
		if want != anyCode && want != "00" && want != atom[i] || i == 0 && want == "00" && atom[0] == "99" {
			return false
		}
	}
	return true
}

// TestNothingFollowsFromFiles: no figure of a suppressed cell follows, by whatever sums and differences, from all that a file shows of the
// day, by elimination over all atoms that there may be: every group in every programme and fund source.
func TestNothingFollowsFromFiles(t *testing.T) {
	for _, f := range suppressedFiles(t) {
		role, file, part := f.name, f.whole, f.own
		for _, m := range measures {
			for _, day := range []string{"2020-11-30", "2020-12-31"} {
				atoms := m.read(t, file, day)
				var shown span.Span
				hidden := map[string][]int{}
				must(t, eachRow(file, part, m.figures(t, part, day), func(scan func(...any) error) error {
					var table string
					var o of
					var value, sum sql.NullInt64
					err := scan(&table, &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &value)
					v := make([]int, 0, len(atoms))
					for _, a := range atoms {
						in := 0
						if o.holds(a.of) {
							in, sum.Int64 = 1, sum.Int64+a.value
						}
						v = append(v, in)
					}
					total := slices.Contains(o[:], "00") // what is hidden of totals is the cells', which tests by themselves
					switch {
					case value.Valid && value.Int64 != sum.Int64:
						t.Errorf("%s: the %s of %s %v on %s is %d, its atoms are %d", role, m.column, table, o, day, value.Int64, sum.Int64)
					case value.Valid:
						shown.Add(v)
					case !total && slices.Contains(v, 1):
						hidden[fmt.Sprint(table, o)] = v
					}
					return err
				}))
				for what, v := range hidden {
					if shown.Has(v) {
						t.Errorf("%s: on %s the %s of %s follows from what is shown", role, day, m.column, what)
					}
				}
				if len(hidden) == 0 || shown.Size() == 0 {
					t.Errorf("%s: on %s %d figures of %s are suppressed, and %d stand for themselves", role, day, len(hidden), m.column, shown.Size())
				}
			}
		}
	}
}

type atom struct {
	of
	value int64
}

// read gives the atoms of a day: those there are, and nothing for every other programme and fund source of each place.
func (m measure) read(t *testing.T, file, day string) (all []atom) {
	t.Helper()
	there, places, cuts := map[of]int64{}, map[of]bool{}, map[[2]string]bool{}
	must(t, eachRow(file, "", fmt.Sprintf(m.atoms, day), func(scan func(...any) error) error {
		var o of
		var value int64
		err := scan(&o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &value)
		there[o] = value
		cuts[[2]string{o[4], o[5]}] = true
		o[4], o[5] = "", ""
		places[o] = true
		return err
	}))
	for o := range places {
		for cut := range cuts {
			o[4], o[5] = cut[0], cut[1]
			all = append(all, atom{o, there[o]})
		}
	}
	return all
}

// figures selects every figure of the measure that a file has on a day: table, what it is of, and its value.
func (m measure) figures(t *testing.T, part, day string) string {
	t.Helper()
	seen, err := warehouse.Seen(t.Context(), part)
	must(t, err)
	var all []string
	for _, name := range seen {
		space, bare, _ := strings.Cut(name, ".")
		table, ok := schemas.Lookup(bare)
		if !ok {
			continue
		}
		if _, ok := table.Column(m.column); !ok || table == &schemas.WatchGroupsByUnion { // its overdue counts groups
			continue
		}
		from := ""
		for _, code := range codeColumns {
			if _, ok := table.Column(code); ok {
				from += ", " + code
			} else {
				from += ", '" + anyCode + "'"
			}
		}
		all = append(all, fmt.Sprintf("SELECT '%s'%s, %s FROM part.%q.%s WHERE as_of = DATE '%s'", name, from, m.column, space, bare, day))
	}
	if slices.Contains(seen, "trend.series") {
		code := func(level string) string {
			return "CASE WHEN level = '" + level + "' THEN code ELSE '" + anyCode + "' END"
		}
		all = append(all, "SELECT 'series', union_code, "+code("office")+", '*', '*', "+code("programme")+", "+code("fund_source")+", coalesce(nullif(branch_code, ''), '*'), value FROM part.trend.series WHERE indicator = '"+m.column+"' AND as_of = DATE '"+day+"'")
	}
	return strings.Join(all, " UNION ALL ")
}

// TestSuppressedAtDoors: at every door the difference of what is shown is not what is suppressed, whatever is written; single
// households and tables that tell of them are not there; and what is suppressed is empty in CSV, null in JSON and said to be hidden in pages.
func TestSuppressedAtDoors(t *testing.T) {
	h := open(t)
	_, file := published(t)
	client := h.client(t)
	cells := 0
	must(t, eachRow(file, "", `SELECT commune_code, union_code, outstanding FROM whole.indicator.commune_month WHERE as_of = DATE '2020-12-31' AND households_with_debt BETWEEN 1 AND 4 AND outstanding > 0 AND commune_code <> '' ORDER BY ALL LIMIT 5`, func(scan func(...any) error) error {
		var commune, union, outstanding string
		if err := scan(&commune, &union, &outstanding); err != nil {
			return err
		}
		cells++
		is := "as_of = DATE '2020-12-31' AND union_code = '" + union + "' AND commune_code = '" + commune + "'"
		office := "(SELECT any_value(office_code) FROM dim.commune WHERE commune_code = '" + commune + "')"
		for _, statement := range []string{
			"SELECT outstanding FROM indicator.commune_month WHERE " + is,
			"SELECT sum(outstanding) FROM indicator.group_month WHERE " + is,
			"SELECT outstanding FROM report.activity_by_commune WHERE " + is,
			"SELECT short_term + medium_term + long_term FROM report.credit_by_commune WHERE " + is,
			"SELECT t.outstanding - (SELECT sum(outstanding) FROM report.activity_by_commune WHERE commune_code = t.commune_code AND union_code NOT IN ('00', '" + union + "')) FROM report.activity_by_commune t WHERE union_code = '00' AND commune_code = '" + commune + "'",
			"SELECT o.outstanding - (SELECT sum(c.outstanding) FROM indicator.commune_month c JOIN dim.commune d USING (commune_code) WHERE c.as_of = o.as_of AND c.union_code = o.union_code AND d.office_code = o.office_code AND commune_code <> '" + commune + "') FROM indicator.office_month o WHERE as_of = DATE '2020-12-31' AND union_code = '" + union + "' AND office_code = " + office,
			"SELECT u.outstanding - (SELECT sum(c.outstanding) FROM indicator.commune_month c WHERE c.as_of = u.as_of AND c.union_code = u.union_code AND commune_code <> '" + commune + "') FROM indicator.nation_month u WHERE as_of = DATE '2020-12-31' AND union_code = '" + union + "'",
			"SELECT a.outstanding + b.disbursed - b.collected_in_term - b.collected_overdue FROM indicator.commune_month a JOIN indicator.commune_month b USING (commune_code, union_code) WHERE a.as_of = DATE '2020-11-30' AND b." + is[:len("as_of = DATE '2020-12-31'")] + " AND union_code = '" + union + "' AND commune_code = '" + commune + "'",
		} {
			var a struct{ Rows []map[string]any }
			answer := h.get(t, "cells", "/api/query?sql="+url.QueryEscape(statement))
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("%s: %d %s", statement, answer.StatusCode, answer.body)
			}
			must(t, json.Unmarshal([]byte(answer.body), &a))
			got, err := asked(h.as(t, "cells"), client, statement)
			must(t, err)
			for _, r := range a.Rows {
				for _, v := range r {
					got = append(got, fmt.Sprintf("%.0f", v))
				}
			}
			if slices.Contains(got, outstanding) {
				t.Errorf("the outstanding of commune %s and union %s is %s, by %s", commune, union, outstanding, statement)
			}
		}
		for _, table := range []string{"fact.loan_month", "report.headline", "indicator.cell_month", "indicator.debt_month", "report.inactive_loans", "report.groups_to_watch", "trend.migration"} {
			if a := h.get(t, "cells", "/api/query?sql="+url.QueryEscape("SELECT count(*) FROM "+table)); a.StatusCode != http.StatusBadRequest {
				t.Errorf("%s: %d %s", table, a.StatusCode, a.body)
			}
		}
		path := "/api/reports/activity_by_commune?commune_code=" + commune + "&union_code=" + union
		var listed struct{ Rows []map[string]any }
		must(t, json.Unmarshal([]byte(h.get(t, "cells", path).body), &listed))
		if len(listed.Rows) != 1 || listed.Rows[0]["outstanding"] != nil || listed.Rows[0]["commune_code"] != commune {
			t.Errorf("%s: %v", path, listed.Rows)
		}
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(h.get(t, "cells", path+"&format=csv").body, "\ufeff"))).ReadAll()
		if err != nil || len(lines) != 2 || lines[1][slices.Index(lines[0], "outstanding")] != "" {
			t.Errorf("%s as CSV: %v, %v", path, lines, err)
		}
		if page := parsed(t, h.get(t, "cells", "/communes/"+commune).body).text; !strings.Contains(page, "ẩn vì dưới 5 hộ") {
			t.Errorf("the page of commune %s does not say why figures are hidden:\n%s", commune, page)
		}
		return nil
	}))
	if cells == 0 {
		t.Error("no cell is small: nothing was tried")
	}
	if page := parsed(t, h.get(t, "all_of_it", "/communes").body).text; strings.Contains(page, "ẩn vì") {
		t.Error("something is hidden from who sees all")
	}
}
