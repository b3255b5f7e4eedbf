package mart_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/mart"
)

// dashboard is what a reader asks: the run, and figures of several tables that have to be that run's.
const dashboard = `SELECT (SELECT run FROM meta.run), (SELECT max(as_of) FROM indicator.union_month), (SELECT count(*) FROM report.headline),
	(SELECT sum(outstanding) FROM report.outstanding_by_union), (SELECT count(*) FROM "check".result)`

// reader is a connection of a dashboard.
func reader(t *testing.T, url string) *pgconn.PgConn {
	t.Helper()
	c, err := pgconn.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func ask(c *pgconn.PgConn, statements string) (string, error) {
	results, err := c.Exec(context.Background(), statements).ReadAll()
	var texts []string
	for _, r := range results {
		for _, row := range r.Rows {
			texts = append(texts, fmt.Sprintf("%s", row))
		}
	}
	return strings.Join(texts, "\n"), err
}

// TestSwapUnseen: dashboards that ask without pause while versions come and go get whole answers of one version, in
// single statements and in transactions of either isolation, and no error.
func TestSwapUnseen(t *testing.T) {
	november, december := published(t)
	d := newTarget(t, access.Roles{"dashboard_reader": {All: true}})
	whole := map[string]bool{}
	who := reader(t, d.URL)
	for _, file := range []string{november, december} {
		d.publish(t, file)
		answer, err := ask(who, dashboard)
		if err != nil {
			t.Fatal(err)
		}
		whole[answer] = true
	}
	if len(whole) != 2 {
		t.Fatalf("the versions look alike: %v", whole)
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for _, statements := range []string{
		dashboard,
		"BEGIN; " + dashboard + "; SELECT pg_sleep(0.02); " + dashboard + "; COMMIT",
		"BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 AS snapshot; SELECT pg_sleep(0.1); " + dashboard + "; SELECT pg_sleep(0.02); " + dashboard + "; COMMIT",
	} {
		c := reader(t, d.URL)
		readers.Go(func() {
			for asked := 0; ; asked++ {
				select {
				case <-stop:
					if asked == 0 {
						t.Errorf("%s was not asked", statements)
					}
					return
				default:
				}
				time.Sleep(20 * time.Millisecond)
				text, err := ask(c, statements)
				if err != nil {
					t.Errorf("%s: %v", statements, err)
					return
				}
				var answers []string
				for line := range strings.Lines(text) {
					if line = strings.TrimSpace(line); strings.Contains(line, " 2020-") {
						answers = append(answers, line)
					}
				}
				for _, a := range answers {
					if !whole[a] || a != answers[0] {
						t.Errorf("%s gives %v", statements, answers)
						return
					}
				}
			}
		})
	}
	for _, file := range []string{november, december} {
		d.publish(t, file)
	}
	close(stop)
	readers.Wait()
}

// TestHeld: a reader that does not end its transaction holds a publication back; who it is is told, and what was
// published stays until it has ended. What analysts built on the tables, and what an administrator granted, stays.
func TestHeld(t *testing.T) {
	november, december := published(t)
	d := newTarget(t, nil)
	d.publish(t, november)
	d.Exec(t, "CREATE SCHEMA analyst; CREATE VIEW analyst.shares AS SELECT union_name, share FROM report.outstanding_by_union; CREATE ROLE auditor_of_"+d.Name+
		"; GRANT SELECT ON report.trainings TO auditor_of_"+d.Name)
	before := d.one(t, "SELECT run FROM meta.run")
	holder := reader(t, d.URL+"&application_name=superset")
	if _, err := ask(holder, "BEGIN; SELECT count(*) FROM report.headline"); err != nil {
		t.Fatal(err)
	}
	d.config.Wait = time.Millisecond
	_, err := mart.Publish(t.Context(), d.config, december, mart.Options{})
	if !errors.Is(err, mart.ErrPassing) || !strings.Contains(err.Error(), "superset") || !strings.Contains(err.Error(), "\n  → ") {
		t.Errorf("a reader that stays: %v", err)
	}
	if got := d.one(t, "SELECT run FROM meta.run"); got != before {
		t.Errorf("the mart has run %s", got)
	}
	if n := d.one(t, "SELECT count(*) FROM pg_class WHERE relname LIKE '%\\_2' AND relnamespace = 'uythac_store'::regnamespace"); n != "0" {
		t.Errorf("%s tables are left behind", n)
	}
	if _, err := ask(holder, "COMMIT"); err != nil {
		t.Fatal(err)
	}
	d.publish(t, december)
	if n := d.one(t, "SELECT count(*) FROM analyst.shares"); n == "0" {
		t.Error("the analyst's view is empty")
	}
	if ok := d.one(t, "SELECT has_table_privilege('auditor_of_"+d.Name+"', 'report.trainings', 'SELECT')"); ok != "t" {
		t.Error("what the administrator granted is gone")
	}
	// A view on a column that is not as it was cannot follow: that is told, and what was published stays.
	d.Exec(t, "CREATE VIEW analyst.units AS SELECT unit FROM report.headline; UPDATE uythac_store.publication SET fingerprint = ''; ALTER TABLE report.headline ALTER COLUMN value TYPE numeric(38,10)")
	_, err = mart.Publish(t.Context(), d.config, december, mart.Options{})
	if err == nil || !strings.Contains(err.Error(), "analyst.units") || !strings.Contains(err.Error(), "make it anew") {
		t.Errorf("a view on what has changed: %v", err)
	}
	d.Exec(t, "DROP VIEW analyst.units")
	d.publish(t, december)
}

// TestStopped: a publication that ends anywhere leaves nothing behind, and the next one is whole.
func TestStopped(t *testing.T) {
	november, december := published(t)
	d := newTarget(t, nil)
	d.publish(t, november)
	before := d.one(t, "SELECT run FROM meta.run")
	for at := range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		tables := 0
		_, err := mart.Publish(ctx, d.config, december, mart.Options{Progress: func(string, int64) {
			if tables++; tables == 1+at*(len(mart.Tables())-1)/2 {
				cancel()
			}
		}})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("stopped at %d: %v", at, err)
		}
	}
	if got := d.one(t, "SELECT run FROM meta.run"); got != before {
		t.Errorf("the mart has run %s", got)
	}
	for i := 0; ; i++ { // until the server has noticed
		n := d.one(t, "SELECT count(*) FROM pg_class WHERE relnamespace = 'uythac_store'::regnamespace AND relkind = 'r' AND relname NOT LIKE '%\\_1'")
		if n == "1" { // the note
			break
		}
		if i == 100 {
			t.Fatalf("%s tables are left behind", n)
		}
		time.Sleep(100 * time.Millisecond)
	}
	d.publish(t, december)
}
