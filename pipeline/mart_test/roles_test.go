package mart_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/mart"
)

// policy is a role and the condition, written by hand, that its rows of a table must meet.
type policy struct {
	name   string
	policy access.Policy
	rows   func(columns []string) string // empty: the table must be shut
}

// TestRoles: every role sees of every table exactly the rows that its policy says, and cannot read, write or make anything
// else; one whose policy is narrowed or taken away loses what it saw.
func TestRoles(t *testing.T) {
	_, december := published(t)
	d := newTarget(t, nil)
	d.publish(t, december)
	office := d.one(t, "SELECT min(office_code) FROM dim.commune")
	commune := d.one(t, "SELECT min(commune_code) FROM dim.commune")
	open := []string{"dim.branch", "dim.transaction_office", "dim.commune", "dim.mass_organisation", "dim.loan_programme", "meta.run", "meta.definition",
		"meta.rating_rule", "meta.fee_rule", "meta.fee_tier", "check.result"}
	inOffice := func(columns []string) string {
		switch {
		case slices.Contains(columns, "office_code"):
			return "office_code = '" + office + "'"
		case slices.Contains(columns, "commune_code"): // no commune of the branch ever changes its office
			return "commune_code IN (SELECT commune_code FROM dim.commune WHERE office_code = '" + office + "')"
		}
		return ""
	}
	inUnion := func(columns []string) string {
		if slices.Contains(columns, "union_code") {
			return "union_code IN ('11', '12')"
		}
		return ""
	}
	policies := []policy{
		{"all", access.Policy{All: true}, func([]string) string { return "true" }},
		{"unions", access.Policy{Unions: []string{"11", "12"}}, inUnion},
		{"office", access.Policy{Offices: []string{office}}, inOffice},
		{"both", access.Policy{Unions: []string{"11", "12"}, Offices: []string{office}}, func(columns []string) string {
			a, b := inUnion(columns), inOffice(columns)
			if a == "" || b == "" {
				return ""
			}
			return a + " AND " + b
		}},
		{"commune", access.Policy{Communes: []string{commune}}, func(columns []string) string {
			if slices.Contains(columns, "commune_code") {
				return "commune_code = '" + commune + "'"
			}
			return ""
		}},
		{"nobody", access.Policy{}, func([]string) string { return "" }},
	}
	d.config.Roles = access.Roles{}
	role := func(p policy) string { return p.name + "_" + d.Name }
	for _, p := range policies {
		d.config.Roles[role(p)] = p.policy
	}
	if r := d.publish(t, december); !r.Changed {
		t.Fatal("new roles are no change")
	}
	seen := map[string]int{}
	c := reader(t, d.URL)
	for _, p := range policies {
		var b strings.Builder
		var tables []string
		for _, table := range mart.Tables() {
			var columns []string
			for _, c := range table.Columns {
				columns = append(columns, c.Name)
			}
			rows := p.rows(columns)
			if slices.Contains(open, table.String()) {
				rows = "true"
			}
			name := fmt.Sprintf("%q.%q", table.Kind.Namespace(), table.Name)
			if rows == "" {
				if got := d.one(t, fmt.Sprintf("SELECT has_table_privilege('%s', '%s', 'SELECT')", role(p), name)); got != "f" {
					t.Errorf("%s may read %s", p.name, table)
				}
				continue
			}
			tables = append(tables, table.String())
			fmt.Fprintf(&b, "SELECT count(*), coalesce(sum(hashtext(x::text)::bigint), 0) FROM %s x WHERE %s; SET ROLE %s; SELECT count(*), coalesce(sum(hashtext(x::text)::bigint), 0) FROM %s x; RESET ROLE;",
				name, rows, role(p), name)
		}
		text, err := ask(c, b.String())
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		lines := strings.Split(text, "\n")
		for i, table := range tables {
			if want, got := lines[2*i], lines[2*i+1]; got != want {
				t.Errorf("%s sees %s of %s, want %s", p.name, got, table, want)
			} else if !strings.HasPrefix(got, "[0 ") {
				seen[p.name]++
			}
		}
		for _, statement := range []string{"DELETE FROM report.headline", "INSERT INTO meta.run SELECT * FROM meta.run", "CREATE TABLE report.mine (a int)", "SELECT * FROM uythac_store.publication",
			"SELECT * FROM uythac_store.indicator_group_month_2", "TRUNCATE indicator.group_month", "ALTER TABLE report.headline DISABLE ROW LEVEL SECURITY"} {
			if _, err := ask(c, "SET ROLE "+role(p)+"; "+statement); err == nil || !strings.Contains(err.Error(), "42501") {
				t.Errorf("%s may %s: %v", p.name, statement, err)
			}
		}
	}
	for name, least := range map[string]int{"all": 60, "unions": 30, "office": 10, "both": 10, "commune": 10, "nobody": 5} {
		if seen[name] < least {
			t.Errorf("%s saw rows of %d tables only", name, seen[name])
		}
	}
	d.Exec(t, "DROP OWNED BY "+role(policies[4])+"; DROP ROLE "+role(policies[4]))
	if r := d.publish(t, december); !r.Changed {
		t.Error("a role that is gone is not missed")
	}
	d.config.Roles = access.Roles{role(policies[0]): {Communes: []string{commune}}}
	d.publish(t, december)
	for _, p := range policies {
		if got := d.one(t, "SELECT has_table_privilege('"+role(p)+"', 'report.headline', 'SELECT') OR has_schema_privilege('"+role(p)+"', 'report', 'USAGE') AND '"+p.name+"' <> 'all'"); got != "f" {
			t.Errorf("%s still sees", p.name)
		}
	}
}

// TestRefused: what the mart must not touch, and roles that no policy holds, are refused in words that help.
func TestRefused(t *testing.T) {
	_, december := published(t)
	for _, c := range []struct {
		what, prepare string // {db}: the database's name
		roles         access.Roles
		problem       string
	}{
		{"a schema of somebody else", "CREATE SCHEMA report", nil, "somebody else's"},
		{"a superuser", "CREATE ROLE super_{db} SUPERUSER", access.Roles{"super_{db}": {Unions: []string{"11"}}}, "row-level policies do not hold"},
		{"a superuser whose cells are to be suppressed", "CREATE ROLE careful_{db} SUPERUSER", access.Roles{"careful_{db}": {All: true, SuppressBelow: 5}}, "row-level policies do not hold"},
		{"a member of the owner", "CREATE ROLE member_{db}; GRANT owner_of_{db} TO member_{db}", access.Roles{"member_{db}": {Unions: []string{"11"}}}, "row-level policies do not hold"},
		{"roles that it may not make", "ALTER ROLE owner_of_{db} NOCREATEROLE", access.Roles{"new_{db}": {All: true}}, "CREATE ROLE"},
		{"a database that it may not use", "REVOKE CREATE ON DATABASE {db} FROM PUBLIC; ALTER DATABASE {db} OWNER TO postgres", nil, "permission denied"},
	} {
		d := newTarget(t, nil)
		in := func(s string) string { return strings.ReplaceAll(s, "{db}", d.Name) }
		d.Exec(t, in(c.prepare))
		d.config.Roles = access.Roles{}
		for r, p := range c.roles {
			d.config.Roles[in(r)] = p
		}
		if run, err := mart.Look(t.Context(), d.config); c.roles == nil && (err == nil || !strings.Contains(err.Error(), "\n  → ")) || run != "" {
			t.Errorf("%s, looked at: %q, %v", c.what, run, err)
		}
		_, err := mart.Publish(t.Context(), d.config, december, mart.Options{})
		if err == nil || !strings.Contains(err.Error(), c.problem) || !strings.Contains(err.Error(), "\n  → ") {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	for url, problem := range map[string]string{
		"postgres://uythac:hush@127.0.0.1:1/mart": "connection refused",
		"postgres://uythac:hush@[/mart":           "cannot be read",
	} {
		_, err := mart.Publish(t.Context(), mart.Config{URL: url}, december, mart.Options{})
		if err == nil || !strings.Contains(err.Error(), problem) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
