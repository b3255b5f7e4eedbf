package source

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/schemas"
)

// Config says which database is read and how.
type Config struct {
	Kind string // postgres or mariadb (mysql is taken for mariadb)
	// URL is libpq's for postgres, or a list of key=value. For mariadb it is
	// mysql://user@host:3306/database with libpq's words for TLS, or with ?socket=/path.
	URL      string
	Password func(ctx context.Context) (string, error) // nil: none. It is asked for at every connection and shown nowhere
	Tables   map[string]TableConfig                    // by the contract's names; a table not named is read from the table or view of its own name, if there is one
	HMAC     []string                                  // "table.column": replaced by a keyed hash as they are read
	Key      []byte                                    // of the hash; at least 32 bytes when there is something to hash
	Limits   Limits
}

// String shows nothing that may be secret.
func (c Config) String() string { return c.Kind + " source" }

// GoString is String.
func (c Config) GoString() string { return c.String() }

// TableConfig says where a table of the contract comes from. The zero value is the table of that name.
type TableConfig struct {
	Query string // a SELECT whose result has the contract's columns; empty: the table of that name; "-": not offered
	Drift Drift  // of columns that the contract does not have; empty: Freeze
}

// Drift says what becomes of columns that the contract does not have. Missing and retyped columns are
// always refused.
type Drift string

// The policies there are.
const (
	Freeze  Drift = "freeze"  // refused
	Evolve  Drift = "evolve"  // kept as text
	Discard Drift = "discard" // left out
)

// Limits are what the source may be asked to bear. The zero value has two connections and no other limit.
type Limits struct {
	Connections   int           // at once; 0: 2
	Query         time.Duration // longest query; the server ends it. 0: no limit
	Transaction   time.Duration // longest life of a Moment. 0: no limit
	RowsPerSecond int64         // of Read; 0: no limit
}

// DB is a database that offers the contract's tables. Between moments it holds no connection: there is nothing to
// close.
type DB struct {
	config Config
	engine engine
}

// String shows nothing that may be secret.
func (db *DB) String() string { return db.config.String() }

// GoString is String.
func (db *DB) GoString() string { return db.String() }

// engine is a kind of server.
type engine interface {
	// begin opens a read view: all that is read through it is of one state.
	begin(ctx context.Context) (view, error)
}

// minKey is how many bytes the key of hashed columns must have.
const minKey = 32

// OpenDatabase checks the configuration and connects once, to learn the server's version and encoding.
// Errors say which server, user and database, and what to do; none holds the password.
func OpenDatabase(ctx context.Context, c Config) (*DB, error) {
	if c.Limits.Connections <= 0 {
		c.Limits.Connections = 2
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	db := &DB{config: c}
	var err error
	switch c.Kind {
	case "postgres", "postgresql":
		db.engine, err = openPostgres(ctx, c)
	case "mariadb", "mysql":
		db.engine, err = openMariaDB(ctx, c)
	default:
		err = fmt.Errorf("source kind %q is no database that can be read\n  → use postgres or mariadb", c.Kind)
	}
	if err != nil {
		return nil, err
	}
	return db, nil
}

// check finds what is wrong with a configuration, whatever the server.
func (c *Config) check() error {
	var errs []error
	for name, tc := range c.Tables {
		if _, ok := contractTable(name); !ok {
			errs = append(errs, fmt.Errorf("source.tables.%s: the contract has no such table\n  → use the name of one of its tables", name))
		}
		if !slices.Contains([]Drift{"", Freeze, Evolve, Discard}, tc.Drift) {
			errs = append(errs, fmt.Errorf("source.tables.%s.drift is %q\n  → use freeze, evolve or discard", name, tc.Drift))
		}
	}
	for _, name := range c.HMAC {
		errs = append(errs, checkHashed(name))
	}
	if len(c.HMAC) > 0 && len(c.Key) < minKey {
		errs = append(errs, fmt.Errorf("columns are to be hashed, but the key has %d bytes\n  → give it at least %d random bytes", len(c.Key), minKey))
	}
	return errors.Join(errs...)
}

// checkHashed tells whether a column named table.column can be hashed: texts can, but for an office that
// control totals are cut by.
func checkHashed(name string) error {
	table, column, _ := strings.Cut(name, ".")
	t, ok := contractTable(table)
	if !ok {
		return fmt.Errorf("column %q to be hashed: the contract has no such table\n  → write it as table.column", name)
	}
	c, ok := t.Column(column)
	switch {
	case !ok || c.Lake || c.Personal:
		return fmt.Errorf("column %q to be hashed: %s has no such column that is read\n  → name a column of the contract", name, table)
	case c.Type != schemas.Code && c.Type != schemas.Text:
		return fmt.Errorf("column %q to be hashed is no text\n  → hash only codes and names", name)
	case column == t.Proof.Office:
		return fmt.Errorf("column %q cannot be hashed: totals are compared by it\n  → leave offices as they are", name)
	}
	return nil
}

func contractTable(name string) (*schemas.Table, bool) {
	for _, t := range schemas.Contract() {
		if t.Name == name {
			return t, true
		}
	}
	return nil, false
}

// hashed tells whether a column is replaced by a keyed hash.
func (c *Config) hashed(t *schemas.Table, column string) bool {
	return slices.Contains(c.HMAC, t.Name+"."+column)
}
