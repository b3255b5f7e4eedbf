package mart_test

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/mart"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// suppressing is a mart with roles whose cells are suppressed, each with a user of its own, who is called after the role.
func suppressing(t *testing.T) (d *target, c pipeline.Config) {
	t.Helper()
	published(t)
	d, c = newTarget(t, nil), configuration(versionsDir)
	c.Mart = d.config
	c.Mart.Roles = access.Roles{}
	for role, policy := range map[string]string{"cells": "all, suppress_below 5", "more_cells": "all, suppress_below 20", "cells_of_unions": "union 12 13 14, suppress_below 5",
		"cells_of_both": "union 13, office 000101, suppress_below 5", "cells_of_commune": "commune 100000, suppress_below 20", "leaders": "all", "women": "union 12"} {
		p, err := access.Parse(policy)
		if err != nil {
			t.Fatal(err)
		}
		c.Mart.Roles[role+"_"+d.Name] = p
	}
	publishMart(t, c)
	for role := range c.Mart.Roles {
		d.Exec(t, "CREATE ROLE user_of_"+role+" LOGIN IN ROLE "+role)
	}
	return d, c
}

func publishMart(t *testing.T, c pipeline.Config) mart.Result {
	t.Helper()
	r, err := pipeline.PublishMart(t.Context(), c, pipeline.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSuppressedAsFiles: what a role whose cells are suppressed reads of the mart is what its file has, table by table and value by
// value, and it reads no table that its file has not; the same holds of roles beside it whose cells are not.
func TestSuppressedAsFiles(t *testing.T) {
	interpreter := dbtest.Python(t, "import duckdb, psycopg", "duckdb 'psycopg[binary]'")
	d, c := suppressing(t)
	_, december := published(t)
	if _, err := pipeline.MakeRoleFiles(t.Context(), december, c.Mart.Roles, c.Warehouse); err != nil {
		t.Fatal(err)
	}
	for role, policy := range c.Mart.Roles {
		file, tables := pipeline.RoleFile(december, role, policy), 0
		seen, err := warehouse.Seen(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range mart.Tables() {
			if slices.Contains(seen, table.String()) {
				tables++
			}
		}
		said, err := exec.CommandContext(t.Context(), interpreter, "testdata/compare.py", file, as(d.Database, "user_of_"+role)).CombinedOutput()
		if want := fmt.Sprintf("%d tables, ", tables); err != nil || !strings.HasPrefix(string(said), want) || tables < 10 {
			t.Errorf("%s: %s%v, want %s", role, said, err, want)
		}
	}
}

// hiddenFigure is a figure of a small cell and whose it is: no other cell has it.
const hiddenFigure = `SELECT outstanding, commune_code, union_code FROM indicator.commune_month
	WHERE as_of = DATE '2020-12-31' AND households_with_debt BETWEEN 1 AND 4 AND union_code = '13'`

// TestSuppressedIsShut: whatever a role whose cells are suppressed tries, the figures with them are not there for it: neither in tables,
// nor by functions that tell what they are given, nor in plans, statistics and keys, nor as another role.
func TestSuppressedIsShut(t *testing.T) {
	d, _ := suppressing(t)
	hidden := d.Query(t, hiddenFigure)[0]
	figure := hidden[0]
	d.Exec(t, "GRANT CREATE ON DATABASE "+d.Name+" TO PUBLIC; GRANT pg_monitor TO user_of_cells_"+d.Name) // a careless administrator
	for _, role := range []string{"cells", "cells_of_unions", "cells_of_both"} {
		config, err := pgconn.ParseConfig(as(d.Database, "user_of_"+role+"_"+d.Name))
		if err != nil {
			t.Fatal(err)
		}
		var said []string // what functions were given, and what was answered
		config.OnNotice = func(_ *pgconn.PgConn, n *pgconn.Notice) { said = append(said, n.Message) }
		user, err := pgconn.ConnectConfig(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = user.Close(context.Background()) })
		if got, err := ask(user, `CREATE SCHEMA own_`+role+`; CREATE FUNCTION own_`+role+`.tell(v bigint) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'given %', v; RETURN true; END $$;
			SELECT count(*) FROM indicator_below_5.commune_month WHERE own_`+role+`.tell(outstanding)`); err != nil || got == "[0]" || len(said) == 0 {
			t.Fatalf("%s: %s, %v, told %d", role, got, err, len(said))
		}
		open := func(statement string) {
			t.Helper()
			got, err := ask(user, statement)
			if err != nil {
				t.Errorf("%s: %s: %v", role, statement, err)
			}
			said = append(said, strings.Split(got, "\n")...)
		}
		open("SELECT outstanding FROM indicator_below_5.commune_month WHERE commune_code = '" + hidden[1] + "' AND union_code = '" + hidden[2] + "'")
		open("SELECT t::text FROM report_below_5.activity_by_commune t")
		open("SELECT s::text FROM pg_stats s")
		open("SELECT s::text FROM pg_stats_ext s")
		open("EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM indicator_below_5.commune_month WHERE outstanding <= 1000000000000")
		// An estimate of the rows with a figure is the same for the hidden one as for one that nothing has: where it is told at all it is of what the role may read.
		guess := func(n string) string {
			got, err := ask(user, "EXPLAIN SELECT FROM indicator_below_5.commune_month WHERE outstanding = "+n)
			if err != nil {
				t.Fatal(err)
			}
			return strings.ReplaceAll(got, n, "n")
		}
		if a, b := guess(figure), guess(figure[:len(figure)-1]+"7"); a != b {
			t.Errorf("%s: plans tell %s from another:\n%s\n%s", role, figure, a, b)
		}
		for _, text := range said {
			if slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }), figure) {
				t.Errorf("%s is told %s: %s", role, figure, text)
			}
		}
		shut := []string{"SET ROLE leaders_" + d.Name, "SET ROLE owner_of_" + d.Name, "SET SESSION AUTHORIZATION leaders_" + d.Name, "SET row_security = off; SELECT * FROM indicator_below_5.commune_month",
			"COPY indicator.commune_month TO STDOUT", "SELECT * FROM pg_statistic", "CREATE VIEW own_" + role + ".v AS SELECT * FROM indicator.commune_month; SELECT * FROM own_" + role + ".v",
			"CREATE TABLE own_" + role + ".t (LIKE indicator.commune_month); ALTER TABLE own_" + role + ".t INHERIT indicator.commune_month", "SELECT * FROM indicator_below_20.commune_month",
			"CREATE TABLE own_" + role + ".f (a text REFERENCES indicator.commune_month)", "GRANT leaders_" + d.Name + " TO CURRENT_USER", "EXPLAIN SELECT * FROM indicator.commune_month WHERE outstanding = " + figure}
		for _, n := range strings.Split(d.one(t, "SELECT string_agg(oid::regclass::text, ' ') FROM pg_class WHERE relnamespace = 'uythac_store'::regnamespace AND relkind = 'r'"), " ") {
			shut = append(shut, "SELECT * FROM "+n)
		}
		for _, table := range mart.Tables() {
			if table.Cell() != schemas.Nobody {
				shut = append(shut, fmt.Sprintf("SELECT * FROM %q.%q", table.Kind.Namespace(), table.Name))
			}
		}
		for _, statement := range shut {
			if got, err := ask(user, "BEGIN; "+statement+"; ROLLBACK"); err == nil {
				t.Errorf("%s may %s: %.200s", role, statement, got)
			}
			if _, err := ask(user, "ROLLBACK"); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Who may read whatever tables there are still sees rows only by policies, and the tables with the rows have none.
	d.Exec(t, "GRANT pg_read_all_data TO user_of_cells_"+d.Name)
	for _, table := range []string{"indicator.commune_month", d.one(t, "SELECT min(oid::regclass::text) FROM pg_class WHERE relname LIKE 'indicator\\_commune\\_month\\_%' AND relkind = 'r'")} {
		user := reader(t, as(d.Database, "user_of_cells_"+d.Name))
		if got, err := ask(user, "SELECT count(*) FROM "+table); err != nil || got != "[0]" {
			t.Errorf("with pg_read_all_data %s: %s, %v", table, got, err)
		}
	}
}

// TestSuppressedChanges: a role whose policy begins to ask for suppression loses what it read before, one whose policy asks no more
// gets it back, and tables that no role is to read any more go.
func TestSuppressedChanges(t *testing.T) {
	d, c := suppressing(t)
	role := "cells_" + d.Name
	sees := func(table string) string {
		return d.one(t, "SELECT coalesce(has_table_privilege('"+role+"', to_regclass('"+table+"'), 'SELECT')::text, 'gone')")
	}
	for _, step := range []struct{ policy, plain, suppressed, more string }{
		{"all, suppress_below 5", "false", "true", "false"},
		{"all", "true", "false", "false"},
		{"union 11, suppress_below 20", "false", "false", "true"},
	} {
		p, err := access.Parse(step.policy)
		if err != nil {
			t.Fatal(err)
		}
		changed := c.Mart.Roles[role].String() != p.String()
		c.Mart.Roles[role] = p
		if r := publishMart(t, c); r.Changed != changed {
			t.Errorf("%s: %+v", step.policy, r)
		}
		if a, b, more := sees("indicator.group_month"), sees("indicator_below_5.group_month"), sees("indicator_below_20.group_month"); a != step.plain || b != step.suppressed || more != step.more {
			t.Errorf("%s: reads group_month: %s, below 5: %s, below 20: %s", step.policy, a, b, more)
		}
	}
	c.Mart.Roles = access.Roles{role: {All: true, SuppressBelow: 20}}
	publishMart(t, c)
	if n := d.one(t, "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE nspname LIKE '%below%'"); n != "indicator_below_20 report_below_20 trend_below_20" {
		t.Errorf("there are %s", n)
	}
	if n := d.one(t, "SELECT count(*) FROM pg_class WHERE relnamespace = 'uythac_store'::regnamespace AND relname LIKE '%below_5%'"); n != "0" {
		t.Errorf("%s tables are left", n)
	}
}
