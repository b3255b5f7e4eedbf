package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/go-sql-driver/mysql"
)

// mariadb is MariaDB with further options.
type mariadb struct{ options []string }

func (mariadb) name() string { return "mariadb" }
func (mariadb) user() string { return "mysql" }

func (mariadb) halt() syscall.Signal { return syscall.SIGTERM }

func (m mariadb) data(s *Server) string { return filepath.Join(s.dir, "data") }

func (m mariadb) install(s *Server) error {
	path, err := exec.LookPath("mariadb-install-db")
	if err != nil {
		return fmt.Errorf("%w: %w", errMissing, err)
	}
	err = s.run(path, "--no-defaults", "--datadir="+m.data(s), "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")
	return errors.Join(err, s.Append("my.cnf", "[mariadbd]"))
}

func (m mariadb) command(s *Server) *exec.Cmd {
	options := []string{
		"--defaults-file=" + filepath.Join(m.data(s), "my.cnf"), "--datadir=" + m.data(s), "--socket=" + s.Socket(), "--pid-file=" + filepath.Join(s.dir, "pid"),
		"--bind-address=127.0.0.1", fmt.Sprintf("--port=%d", s.port), "--skip-name-resolve", "--default-time-zone=+00:00", "--character-set-server=utf8mb4",
		"--innodb-flush-log-at-trx-commit=2", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=256M", "--explicit-defaults-for-timestamp=ON", "--local-infile=ON",
	}
	path, err := exec.LookPath("mariadbd")
	if err != nil {
		path = "mariadbd" // which start then misses
	}
	return exec.Command(path, append(options, m.options...)...)
}

func (m mariadb) url(s *Server, database string) string {
	return fmt.Sprintf("mysql://root@/%s?socket=%s", database, s.Socket())
}

// open is a handle of a database; without a name, of none.
func (m mariadb) open(s *Server, database string) (*sql.DB, error) {
	c := mysql.NewConfig()
	c.User, c.Net, c.Addr, c.DBName = "root", "unix", s.Socket(), database
	c.MultiStatements, c.Logger = true, &mysql.NopLogger{}
	connector, err := mysql.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

func (m mariadb) ping(ctx context.Context, s *Server) error { return m.exec(ctx, s, "mysql", "DO 0") }

func (m mariadb) exec(ctx context.Context, s *Server, database, text string) (err error) {
	db, err := m.open(s, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, text)
	return err
}

// query gives the rows of a statement; NULL is \N.
func (m mariadb) query(ctx context.Context, s *Server, database, text string) (list [][]string, err error) {
	db, err := m.open(s, database)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		raw, targets, cells := make([]sql.NullString, len(names)), make([]any, len(names)), make([]string, len(names))
		for i := range raw {
			targets[i] = &raw[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		for i, c := range raw {
			if cells[i] = c.String; !c.Valid {
				cells[i] = `\N`
			}
		}
		list = append(list, cells)
	}
	return list, rows.Err()
}

var readers atomic.Int64

// load sends rows as a local file, which the driver asks a reader for.
func (m mariadb) load(ctx context.Context, s *Server, database, table string, columns []string, rows io.Reader) error {
	name := fmt.Sprint("rows", readers.Add(1))
	mysql.RegisterReaderHandler(name, func() io.Reader { return rows })
	defer mysql.DeregisterReaderHandler(name)
	var fields, sets []string
	for i, c := range columns {
		fields = append(fields, fmt.Sprint("@f", i))
		sets = append(sets, fmt.Sprintf("%s = CASE @f%d WHEN '' THEN NULL WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE @f%[2]d END", c, i))
	}
	return m.exec(ctx, s, database, fmt.Sprintf("LOAD DATA LOCAL INFILE 'Reader::%s' INTO TABLE %s CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY '' LINES TERMINATED BY '\\n' (%s) SET %s",
		name, table, strings.Join(fields, ", "), strings.Join(sets, ", ")))
}
