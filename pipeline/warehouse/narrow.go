package warehouse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// Narrowing is a file of a role.
type Narrowing struct {
	Path   string // where it is made
	Policy access.Policy
}

// Narrow makes files that hold what policies let see of a published file, and nothing else: no other table, no view, no
// other row and no figure of a suppressed cell is in them, so that nothing that a statement does can reach them. tables are those that a role may have rows of; those it sees
// nothing of are left out. What is computed on demand is computed once for all files, and there as a table of the latest day, as the published file answers
// it, and in schema former of the days before that it answers for; days is how many these are together. The
// files are complete when Narrow returns; after an error there is none.
func Narrow(ctx context.Context, published string, files []Narrowing, tables []*schemas.Table, days int, o Options) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("roles' warehouses: %w", err)
		}
	}()
	if len(files) == 0 {
		return nil
	}
	if _, err := os.Stat(published); err != nil {
		return err
	}
	temp := cmp.Or(o.Temp, files[0].Path+".tmp")
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	s, err := attach(ctx, published, "READ_ONLY", settings{cmp.Or(o.MemoryLimit, buildMemory), o.Threads, temp})
	if err != nil {
		return err
	}
	err = s.divide(ctx, files, tables, days)
	if e := s.close(); err == nil {
		err = e
	}
	if err != nil {
		for _, f := range files {
			err = errors.Join(err, remove(f.Path), remove(f.Path+".wal"))
		}
	}
	return err
}

// latestDays are those that reports on demand answer for, the last so many.
func latestDays(days int) string {
	return fmt.Sprintf("SELECT as_of FROM warehouse.meta.fact_day ORDER BY as_of DESC LIMIT %d", days)
}

// divide fills the files table by table.
func (s *session) divide(ctx context.Context, files []Narrowing, tables []*schemas.Table, days int) error {
	for i, f := range files {
		if _, err := os.Stat(f.Path); err == nil {
			return fmt.Errorf("%s is there already; a file is never written twice", f.Path)
		}
		if err := s.exec(ctx, "ATTACH "+quote(f.Path)+" AS "+part(i)+" (STORAGE_VERSION '"+storage+"')", "CREATE SCHEMA IF NOT EXISTS "+part(i)+".meta"); err != nil {
			return err
		}
	}
	for _, f := range files {
		if !f.Policy.Plain() {
			if err := s.showCells(ctx, f.Policy.SuppressBelow); err != nil {
				return fmt.Errorf("cells of fewer than %d households: %w", f.Policy.SuppressBelow, err)
			}
		}
	}
	asked, err := s.days(ctx, latestDays(days))
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := s.narrow(ctx, t, files, asked); err != nil {
			return fmt.Errorf("table %s: %w", t, err)
		}
	}
	for i := range files {
		if err := s.told(ctx, part(i), days); err != nil {
			return err
		}
		if err := s.exec(ctx, "CHECKPOINT "+part(i), "DETACH "+part(i)); err != nil {
			return err
		}
	}
	return nil
}

// part is a role's file as a catalogue.
func part(i int) string { return fmt.Sprintf("part_%d", i) }

// narrow copies what policies let see of a table, of what is computed on demand on some days.
func (s *session) narrow(ctx context.Context, t *schemas.Table, files []Narrowing, days []calendar.Day) error {
	columns, from, asked := strings.Join(names(t.Arrow()), ", "), "warehouse."+inSchema(t), false
	for i, f := range files {
		rows := f.Policy.On(t).SQL("t.", "warehouse.dim.commune")
		if rows == "" {
			continue
		}
		made := t
		if !f.Policy.Plain() {
			made = t.Suppressed()
		}
		if t.Demand && !asked {
			if err := s.compute(ctx, columns, from, days); err != nil {
				return err
			}
			from, asked = "asked", true
		}
		for space, when := range spaces(t, days) {
			space = part(i) + "." + space
			picked := "SELECT " + columns + " FROM " + from + " t WHERE (" + rows + ") AND " + when
			if !f.Policy.Plain() {
				picked = suppressed(t, picked, shownCells(f.Policy.SuppressBelow))
			}
			if err := s.exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+space, made.DDL(space), "INSERT INTO "+space+"."+t.Name+" ("+columns+") "+picked); err != nil {
				return err
			}
		}
	}
	return nil
}

// former is the schema of a role's file with reports on demand of days before the latest.
const former = "former"

// spaces are the schemas that have a table in a role's file, each with the condition on its rows. days are the latest ones, the last first.
func spaces(t *schemas.Table, days []calendar.Day) map[string]string {
	if !t.Demand || len(days) == 0 {
		return map[string]string{namespace(t.Kind): "true"}
	}
	latest := "DATE " + quote(date(days[0]))
	return map[string]string{namespace(t.Kind): "t.as_of = " + latest, former: "t.as_of < " + latest}
}

// compute fills the table asked with what is computed on demand as of some days.
func (s *session) compute(ctx context.Context, columns, from string, days []calendar.Day) error {
	statements := []string{"CREATE OR REPLACE TEMP TABLE asked AS SELECT " + columns + " FROM " + from + " LIMIT 0"}
	for _, d := range days {
		statements = append(statements, "SET VARIABLE as_of = DATE "+quote(date(d)), "INSERT INTO asked SELECT "+columns+" FROM "+from)
	}
	return s.exec(ctx, append(statements, "RESET VARIABLE as_of")...)
}

// told copies the views about days and names that readers of a report need: no figure is in them.
func (s *session) told(ctx context.Context, to string, days int) error {
	told := map[string]string{"as_of": "", "fact_day": " WHERE as_of IN (" + latestDays(days) + ")", "union_row": ""}
	for _, v := range queries.Views() {
		if where, ok := told[v.Name]; ok {
			if err := s.exec(ctx, "CREATE TABLE "+to+".meta."+v.Name+" AS FROM warehouse.meta."+v.Name+where, "COMMENT ON TABLE "+to+".meta."+v.Name+" IS "+quote(v.Doc)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Seen lists the tables that a file has, as schema.table, by name.
func Seen(ctx context.Context, path string) (list []string, err error) {
	w, err := Open(ctx, path)
	if err != nil {
		return nil, err
	}
	err = w.s.each(ctx, "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = 'warehouse' UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = 'warehouse' AND NOT internal", func(scan scanner) error {
		var name string
		err := scan(&name)
		list = append(list, name)
		return err
	})
	slices.Sort(list)
	return list, errors.Join(err, w.Close())
}
