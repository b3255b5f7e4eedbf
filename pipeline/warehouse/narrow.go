package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/queries"
	"github.com/uythac/uythac/schemas"
)

// Narrowing is what a file of a role is made of.
type Narrowing struct {
	Policy access.Policy
	Tables []*schemas.Table // that the role may have rows of; those it sees nothing of are left out
	Limits Options          // MemoryLimit, Threads and Temp
}

// Narrow makes a file at path that holds what a policy lets see of a published file, and nothing else: no other table,
// no view and no other row is in it, so that nothing that a statement does can reach them. What is computed on demand is there as
// a table, of the latest day. The file is complete when Narrow returns; after an error there is none.
func Narrow(ctx context.Context, published, path string, n Narrowing) error {
	if _, err := os.Stat(published); err != nil {
		return fmt.Errorf("role's warehouse: %w", err)
	}
	err := create(ctx, path, settings{n.Limits.MemoryLimit, n.Limits.Threads, n.Limits.Temp}, func(s *session) error {
		// The views of the published file name tables of their own catalogue.
		if err := s.exec(ctx, "ATTACH "+quote(published)+" AS whole (READ_ONLY)", "USE whole"); err != nil {
			return err
		}
		for _, t := range n.Tables {
			if err := s.narrow(ctx, t, n.Policy.On(t)); err != nil {
				return fmt.Errorf("table %s: %w", t, err)
			}
		}
		if err := s.told(ctx); err != nil {
			return err
		}
		return s.exec(ctx, "USE warehouse", "DETACH whole", "CHECKPOINT warehouse")
	})
	if err != nil {
		return fmt.Errorf("role's warehouse: %w", err)
	}
	return nil
}

// narrow copies what a view lets see of a table.
func (s *session) narrow(ctx context.Context, t *schemas.Table, v access.View) error {
	rows := condition(v)
	if rows == "" {
		return nil
	}
	space := "warehouse." + namespace(t.Kind)
	columns := strings.Join(names(t.Arrow()), ", ")
	return s.exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+space, t.DDL(space),
		"INSERT INTO "+space+"."+t.Name+" ("+columns+") SELECT "+columns+" FROM whole."+inSchema(t)+" t WHERE "+rows)
}

// dayViews are the views about days and names that readers of a report need: no figure is in them.
var dayViews = map[string]string{"as_of": "", "fact_day": " WHERE latest", "union_row": ""}

// told copies days and names.
func (s *session) told(ctx context.Context) error {
	if err := s.exec(ctx, "CREATE SCHEMA IF NOT EXISTS warehouse.meta"); err != nil {
		return err
	}
	for _, v := range queries.Views() {
		if where, ok := dayViews[v.Name]; ok {
			if err := s.exec(ctx, "CREATE TABLE warehouse.meta."+v.Name+" AS FROM whole.meta."+v.Name+where, "COMMENT ON TABLE warehouse.meta."+v.Name+" IS "+quote(v.Doc)); err != nil {
				return err
			}
		}
	}
	return nil
}

// condition is what a row must meet; empty: no row is seen.
func condition(v access.View) string {
	if v.Whole {
		return "true"
	}
	var all []string
	for _, c := range v.Conditions {
		codes := make([]string, len(c.Codes))
		for i, code := range c.Codes {
			codes[i] = quote(code)
		}
		in := "t." + c.Column + " IN (" + strings.Join(codes, ", ") + ")"
		if c.OfOffice {
			in = "t." + c.Column + " IN (SELECT s.commune_code FROM whole.dim.commune s WHERE s.office_code IN (" + strings.Join(codes, ", ") + ") AND " + served(c.Dated) + ")"
		}
		all = append(all, in)
	}
	return strings.Join(all, " AND ")
}

// served is when an office serves a commune.
func served(dated bool) string {
	if dated {
		return "s.valid_from <= t.as_of AND (s.valid_to IS NULL OR s.valid_to > t.as_of)"
	}
	return "s.valid_to IS NULL"
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
