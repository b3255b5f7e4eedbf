package source

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/uythac/uythac/transforms/control"
)

// oldestPostgres is the first version with trim_scale, which control totals need.
const oldestPostgres = 13

// postgres reads PostgreSQL over pgx's connections, in the extended protocol with binary results.
type postgres struct {
	config   Config
	conn     *pgconn.Config
	version  int // 15
	release  string
	encoding string
}

func openPostgres(ctx context.Context, c Config) (*postgres, error) {
	pg := &postgres{config: c}
	var err error
	if pg.conn, err = parsePostgres(c.URL); err != nil {
		return nil, err
	}
	s, err := pg.connect(ctx, &meter{}, "")
	if err != nil {
		return nil, err
	}
	defer s.close()
	pg.release, pg.encoding = s.conn.ParameterStatus("server_version"), s.conn.ParameterStatus("server_encoding")
	if pg.version, err = strconv.Atoi(leadingDigits(pg.release)); err != nil || pg.version < oldestPostgres {
		return nil, fmt.Errorf("%s is PostgreSQL %s\n  → read a server of version %d or later", pg.where(), pg.release, oldestPostgres)
	}
	return pg, nil
}

// leadingDigits are the digits that a text begins with: 18beta1 is version 18.
func leadingDigits(s string) string {
	return s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
}

// parsePostgres reads a URL or a list of key=value as libpq does. What is wrong is told without the text
// itself, which may hold a password.
func parsePostgres(url string) (*pgconn.Config, error) {
	c, err := pgconn.ParseConfig(url)
	if err != nil {
		reason := "it is neither a URL nor a list of key=value"
		if inner := errors.Unwrap(err); inner != nil {
			reason = inner.Error()
		}
		return nil, errors.New("source.url cannot be read: " + withoutSecrets(reason, url) +
			"\n  → write it as postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem, or as host=... dbname=...")
	}
	return c, nil
}

// where names the server and the database, as errors do.
func (pg *postgres) where() string {
	hosts := []string{address(pg.conn.Host, pg.conn.Port)}
	for _, f := range pg.conn.Fallbacks {
		if a := address(f.Host, f.Port); a != hosts[len(hosts)-1] {
			hosts = append(hosts, a)
		}
	}
	return fmt.Sprintf("database %s on %s as user %s", pg.conn.Database, strings.Join(hosts, ", "), pg.conn.User)
}

func address(host string, port uint16) string {
	return net.JoinHostPort(host, strconv.Itoa(int(port)))
}

func (pg *postgres) dialect() control.Dialect {
	if pg.encoding != "UTF8" {
		return control.PostgresHex
	}
	return control.Postgres
}

// connectTimeout is how long a server may take to answer, unless connect_timeout says otherwise.
const connectTimeout = 30 * time.Second

// readBuffer holds what came over the wire: rows come faster than one call of the kernel for each 8 kB lets them.
const readBuffer = 256 << 10

// connect opens a connection whose cost is metered: to an address, or when that is empty to the first that
// answers.
func (pg *postgres) connect(ctx context.Context, m *meter, only string) (*pgSession, error) {
	c := pg.conn.Copy()
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "uythac"
	}
	c.RuntimeParams["client_encoding"] = "UTF8"
	if pg.config.Password != nil {
		var err error
		if c.Password, err = pg.config.Password(ctx); err != nil {
			return nil, fmt.Errorf("password of %s: %w", pg.where(), err)
		}
	}
	s := &pgSession{pg: pg, meter: m}
	dial := c.DialFunc
	c.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if s.address = addr; only != "" && addr != only {
			return nil, errOtherServer
		}
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return meteredConn{conn, m}, nil
	}
	c.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		return pgproto3.NewFrontend(bufio.NewReaderSize(r, readBuffer), w)
	}
	var err error
	if s.conn, err = pgconn.ConnectConfig(ctx, c); err != nil {
		return nil, pg.connectError(ctx, err, c.Password)
	}
	m.connected()
	return s, nil
}

// errOtherServer keeps further connections on the server that knows the moment's state.
var errOtherServer = errors.New("the moment belongs to another server")
