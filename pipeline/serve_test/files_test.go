package serve_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// eachRow runs a query over a published file as whole and a role's as part, with a DuckDB that knows nothing of the program.
func eachRow(whole, part, query string, f func(scan func(...any) error) error) (err error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for name, path := range map[string]string{"whole": whole, "part": part} {
		if path == "" {
			continue
		}
		if _, err := db.Exec("ATTACH '" + path + "' AS " + name + " (READ_ONLY)"); err != nil {
			return err
		}
	}
	if _, err := db.Exec("USE whole"); err != nil { // its views name tables of their own
		return err
	}
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// roleDays are the days of which a role's file has reports on demand, each as the statement that lets the whole file answer for it.
func roleDays(t *testing.T, part string) (all []string) {
	t.Helper()
	must(t, eachRow(part, "", "SELECT as_of::VARCHAR FROM whole.meta.fact_day ORDER BY 1", func(scan func(...any) error) error {
		var day string
		err := scan(&day)
		all = append(all, "SET VARIABLE as_of = DATE '"+day+"'; ")
		return err
	}))
	if len(all) < 2 {
		t.Errorf("%s has reports on demand of %d days", part, len(all))
	}
	return all
}

// ofPart is a table of a role's file, with that of former days; of what is computed on demand the rows of the day that the whole file answers for.
func ofPart(t *schemas.Table) string {
	name := fmt.Sprintf("part.%q.%s", t.Kind.Namespace(), t.Name)
	if t.Demand {
		return fmt.Sprintf("(SELECT * FROM (FROM %s UNION ALL FROM part.former.%s) WHERE as_of = getvariable('as_of'))", name, t.Name)
	}
	return name
}

// openTables lists what every role sees whole.
var openTables = []string{"dim.branch", "dim.transaction_office", "dim.commune", "dim.mass_organisation", "dim.loan_programme", "meta.run", "meta.definition",
	"meta.rating_rule", "meta.fee_rule", "meta.fee_tier", "check.result"}

// days hold no figure.
var days = []string{"meta.as_of", "meta.fact_day", "meta.union_row"}

// wanted is the condition, written by hand, that a row of a table must meet for a role; empty: the table must not be there.
func wanted(p access.Policy, columns []string) string {
	var all []string
	for _, c := range []struct {
		column string
		codes  []string
	}{{"union_code", p.Unions}, {"office_code", p.Offices}, {"commune_code", p.Communes}} {
		list := "('" + strings.Join(c.codes, "', '") + "')"
		switch {
		case len(c.codes) == 0:
		case slices.Contains(columns, c.column):
			all = append(all, c.column+" IN "+list)
		case c.column == "office_code" && slices.Contains(columns, "commune_code"): // no commune of the branch ever changes its office
			all = append(all, "commune_code IN (SELECT commune_code FROM whole.dim.commune WHERE office_code IN "+list+")")
		default:
			return ""
		}
	}
	return strings.Join(all, " AND ")
}

// TestRoleFiles: the file of a role holds of every table exactly the rows that its policy says, tables that tell of nobody it
// may see are not in it, and nothing else is: no view, no other table.
func TestRoleFiles(t *testing.T) {
	c, file := published(t)
	least := map[string]int{"unions": 30, "office": 10, "both": 10, "commune": 10, "nobody": 5}
	for role, p := range c.Mart.Roles {
		part := pipeline.RoleFile(file, role, p)
		if p.Whole() {
			if part != file {
				t.Errorf("%s reads %s", role, part)
			}
			continue
		}
		if !p.Plain() {
			continue // TestSuppressedFiles
		}
		if _, err := os.Stat(part); err != nil {
			t.Errorf("%s was not made by the refresh: %v", role, err)
			continue
		}
		var list []string
		var compare []string
		for _, table := range pipeline.RoleTables() {
			var columns, plain []string
			for _, c := range table.Columns {
				columns = append(columns, c.Name)
				if !c.Personal {
					plain = append(plain, c.Name)
				}
			}
			rows := wanted(p, columns)
			if slices.Contains(openTables, table.String()) {
				rows = "true"
			}
			if rows == "" {
				continue
			}
			if list = append(list, table.String()); table.Demand {
				list = append(list, "former."+table.Name)
			}
			name := fmt.Sprintf("%q.%s", table.Kind.Namespace(), table.Name)
			of := "SELECT count(*) AS n, coalesce(sum(hash(t)::HUGEINT), 0) AS h FROM (SELECT " + strings.Join(plain, ", ") + " FROM "
			compare = append(compare, fmt.Sprintf("SELECT '%s', a.n, b.n, a.h = b.h FROM (%swhole.%s WHERE %s) t) a, (%[2]s%[5]s) t) b", table, of, name, rows, ofPart(table)))
		}
		list = append(list, days...)
		slices.Sort(list)
		seen, err := warehouse.Seen(t.Context(), part)
		if err != nil || !slices.Equal(seen, list) {
			t.Errorf("%s has %v, want %v (%v)", role, seen, list, err)
			continue
		}
		for _, day := range roleDays(t, part) {
			full := 0
			err = eachRow(file, part, day+strings.Join(compare, " UNION ALL "), func(scan func(...any) error) error {
				var table string
				var want, got int64
				var same bool
				if err := scan(&table, &want, &got, &same); err != nil {
					return err
				}
				if want != got || !same {
					t.Errorf("%s%s sees %d rows of %s, want %d (the same: %v)", day, role, got, table, want, same)
				}
				if got > 0 {
					full++
				}
				return nil
			})
			if err != nil || full < least[role] {
				t.Errorf("%s%s sees rows of %d tables only (%v)", day, role, full, err)
			}
		}
	}
}

// TestRoleFileNames: another policy, role or version never finds a file that was made for this one; files of older versions go.
func TestRoleFileNames(t *testing.T) {
	c, file := published(t)
	seen := map[string]bool{}
	for _, at := range []string{file, strings.Replace(file, "warehouse-2", "warehouse-3", 1)} {
		for _, role := range []string{"a", "b"} {
			for _, p := range []access.Policy{{}, {Unions: []string{"11"}}, {Offices: []string{"11"}}, {Unions: []string{"11", "12"}}} {
				f := pipeline.RoleFile(at, role, p)
				if seen[f] || filepath.Dir(f) != filepath.Dir(file) {
					t.Errorf("%s is for two", f)
				}
				seen[f] = true
			}
		}
	}
	versions, err := warehouse.Publications(c.Warehouse.Path)
	if err != nil || len(versions) != 2 {
		t.Errorf("%v, %v: a role's file is taken for a version", versions, err)
	}
	dir := filepath.Dir(file)
	left := pipeline.RoleFile(filepath.Join(dir, "warehouse-20200101T000000Z-000000.duckdb"), "unions", c.Mart.Roles["unions"])
	making := filepath.Join(dir, "making-0.duckdb")
	for _, f := range []string{left, making} {
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(making, time.Time{}, time.Now().Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	res, err := pipeline.SweepRoles(c, time.Now())
	if err != nil || res.Roles != 2 {
		t.Errorf("%+v, %v", res, err)
	}
	for role, p := range c.Mart.Roles {
		if _, err := os.Stat(pipeline.RoleFile(file, role, p)); err != nil {
			t.Errorf("the file of %s went: %v", role, err)
		}
	}
}
