package source

import (
	"context"
	"strconv"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// ofServers are the schemas that belong to the server itself.
const ofServers = "('mysql', 'information_schema', 'performance_schema', 'sys')"

// writes are the rights to change rows or tables.
const writes = "('INSERT', 'UPDATE', 'DELETE', 'DROP', 'ALTER', 'CREATE')"

func (v *mariaView) survey(ctx context.Context, s *Survey) error {
	s.Kind, s.Version = "MariaDB", v.session.db.release
	if v.session.db.mysql {
		s.Kind = "MySQL"
	}
	row, err := v.session.one(ctx, "SELECT @@character_set_database, IF(@@GLOBAL.time_zone = 'SYSTEM', @@system_time_zone, @@GLOBAL.time_zone), CURRENT_USER()")
	if err != nil {
		return err
	}
	s.Encoding, s.TimeZone, s.User = row[0], row[1], row[2]
	if err := v.writable(ctx, s); err != nil {
		return err
	}
	return v.others(ctx, s)
}

// writable lists what the user may write to: all, a database or a table, as it was granted.
func (v *mariaView) writable(ctx context.Context, s *Survey) error {
	name, host, _ := cutLast(s.User, "@")
	me := v.textLiteral("'" + name + "'@'" + host + "'")
	grants := "SELECT '*.*' AS what, PRIVILEGE_TYPE AS p FROM information_schema.USER_PRIVILEGES WHERE CAST(GRANTEE AS BINARY) = " + me +
		" UNION SELECT CONCAT(TABLE_SCHEMA, '.*'), PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE CAST(GRANTEE AS BINARY) = " + me +
		" UNION SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME), PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES WHERE CAST(GRANTEE AS BINARY) = " + me
	return v.rows(ctx, "SELECT what, MAX(p = 'SUPER'), MAX(p IN "+writes+") FROM ("+grants+") g GROUP BY what ORDER BY what", func(cells [][]byte) error {
		s.Superuser = s.Superuser || string(cells[1]) == "1"
		if string(cells[2]) == "1" {
			s.Writable = append(s.Writable, string(cells[0]))
		}
		return nil
	})
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// others lists the tables and views that are not read under a name of the contract.
func (v *mariaView) others(ctx context.Context, s *Survey) error {
	var known []string
	for _, t := range schemas.Contract() {
		known = append(known, v.textLiteral(t.Name))
	}
	query := `SELECT CONCAT(t.TABLE_SCHEMA, '.', t.TABLE_NAME), IFNULL(t.TABLE_ROWS, -1), c.COLUMN_NAME, c.COLUMN_TYPE
FROM information_schema.TABLES t JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
WHERE t.TABLE_SCHEMA NOT IN ` + ofServers + ` AND NOT (t.TABLE_SCHEMA = DATABASE() AND CAST(t.TABLE_NAME AS BINARY) IN (` + strings.Join(known, ", ") + `))
ORDER BY 1, c.ORDINAL_POSITION`
	return v.rows(ctx, query, func(cells [][]byte) error { return s.other(cells) })
}

// plan gives, of every table that a query reads: its name, the indexes that could help, and how many rows are
// looked at.
func (v *mariaView) plan(ctx context.Context, query string, each func(table, indexes string, rows int64)) error {
	at := map[string]int{}
	return v.session.query(ctx, "EXPLAIN "+query, func(fields []mariaField) {
		for i, f := range fields {
			at[f.name] = i
		}
	}, func(cells [][]byte) error {
		rows, err := strconv.ParseInt(string(cells[at["rows"]]), 10, 64)
		if err != nil {
			rows = 0 // nothing is to be read
		}
		each(string(cells[at["table"]]), string(cells[at["possible_keys"]]), rows)
		return nil
	})
}

func (v *mariaView) estimate(ctx context.Context, query string) (most int64, err error) {
	err = v.plan(ctx, query, func(_, _ string, rows int64) { most = max(most, rows) })
	return most, err
}

func (v *mariaView) indexed(ctx context.Context, query string) (ok bool, err error) {
	err = v.plan(ctx, query, func(table, indexes string, _ int64) {
		ok = ok || indexes != "" && !strings.HasPrefix(table, "<") // that one is made for the query
	})
	return ok, err
}
