package source

import (
	"context"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// postgresName is the kind of server that a survey names.
const postgresName = "PostgreSQL"

// ofUsers are the tables and views that do not belong to the server itself.
const ofUsers = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`

func (v *pgView) survey(ctx context.Context, s *Survey) error {
	s.Kind, s.Version, s.Encoding, s.TimeZone = postgresName, v.pg.release, v.pg.encoding, v.main().conn.ParameterStatus("TimeZone")
	cells, err := v.main().one(ctx, "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
	if err != nil {
		return err
	}
	s.User, s.Superuser = cells[0], cells[1] == "t"
	err = v.rows(ctx, "SELECT c.oid::regclass\n"+ofUsers+" AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') ORDER BY 1::text", func(cells [][]byte) error {
		s.Writable = append(s.Writable, string(cells[0]))
		return nil
	})
	if err != nil {
		return err
	}
	return v.others(ctx, s)
}

// others lists the relations that are not read under a name of the contract.
func (v *pgView) others(ctx context.Context, s *Survey) error {
	var known []string
	for _, t := range schemas.Contract() {
		known = append(known, pgLiteral(t.Name))
	}
	query := `SELECT n.nspname || '.' || c.relname, c.reltuples::bigint, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a JOIN (SELECT c.*, n.nspname ` + ofUsers + `
  AND NOT (c.relname IN (` + strings.Join(known, ", ") + `) AND pg_table_is_visible(c.oid)) AND has_any_column_privilege(c.oid, 'SELECT')) c ON a.attrelid = c.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum`
	return v.rows(ctx, query, func(cells [][]byte) error { return s.other(cells) })
}

func (v *pgView) estimate(ctx context.Context, query string) (int64, error) {
	p, err := v.plan(ctx, query)
	return int64(p.Rows), err
}

// indexed asks for the plan that the server would make if it could not read tables from end to end: a small
// table is read so whatever indexes it has.
func (v *pgView) indexed(ctx context.Context, query string) (bool, error) {
	if err := v.main().exec(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
		return false, err
	}
	p, err := v.plan(ctx, query)
	if err != nil {
		return false, err
	}
	return p.usesIndex(), v.main().exec(ctx, "SET LOCAL enable_seqscan = on")
}

// usesIndex tells whether a condition is looked up in an index somewhere in the plan.
func (p pgPlan) usesIndex() bool {
	if p.IndexCond != "" {
		return true
	}
	for _, q := range p.Plans {
		if q.usesIndex() {
			return true
		}
	}
	return false
}
