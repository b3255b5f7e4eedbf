package source

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"
)

// mariaTarget is what a URL says: the server, the user, the database, and how to speak to the server.
type mariaTarget struct {
	network, address         string // tcp and host:port, or unix and a path
	database, user, password string
	timeout                  time.Duration // of connecting
	attempts                 []attempt     // how to speak to it, the best first
}

// attempt is a way to speak to a server: in the clear or in TLS.
type attempt = pgconn.FallbackConfig

const (
	mariaPort  = "3306"
	mariaUsage = "write it as mysql://user@host:3306/database?sslmode=verify-full&sslrootcert=ca.pem, or as mysql://user@/database?socket=/path"
)

// tlsWords are the words of a URL that are libpq's and mean the same here.
var tlsWords = []string{"sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "connect_timeout"}

// parseMariaDB reads a URL. What is wrong is told without the text itself, which may hold a password.
func parseMariaDB(text string) (t *mariaTarget, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("source.url cannot be read: %s\n  → %s", withoutSecrets(err.Error(), text), mariaUsage)
		}
	}()
	u, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("it is no URL")
	}
	t = &mariaTarget{network: "tcp", database: strings.TrimPrefix(u.Path, "/"), user: u.User.Username()}
	t.password, _ = u.User.Password()
	words, err := url.ParseQuery(u.RawQuery)
	switch {
	case err != nil:
		return nil, errors.New("what follows the question mark is no list of key=value")
	case u.Scheme != "mysql" && u.Scheme != "mariadb":
		return nil, errors.New("it does not begin with mysql:// or mariadb://")
	case t.user == "":
		return nil, errors.New("it names no user")
	case t.database == "" || strings.Contains(t.database, "/"):
		return nil, errors.New("it names no database")
	case u.Hostname() == "" && words.Get("socket") == "":
		return nil, errors.New("it names neither host nor socket")
	}
	for word := range words {
		if word != "socket" && !slices.Contains(tlsWords, word) {
			return nil, fmt.Errorf("it has a word that is none of socket, %s", strings.Join(tlsWords, ", ")) // the word may be part of a password
		}
	}
	port := u.Port()
	if port == "" {
		port = mariaPort
	}
	t.address = net.JoinHostPort(u.Hostname(), port)
	if path := words.Get("socket"); path != "" {
		t.network, t.address = "unix", path
	}
	return t, t.secure(u.Hostname(), port, words)
}

// secure reads libpq's words by libpq's rules, which pgx has: what sslmode verifies, which files are looked
// for, in which order plain text and TLS are tried. A Unix socket has no TLS, as there.
func (t *mariaTarget) secure(host, port string, words url.Values) error {
	rules := url.Values{"sslmode": {"prefer"}, "sslrootcert": {""}, "sslcert": {""}, "sslkey": {""}, "sslpassword": {""}, "sslnegotiation": {""}, "connect_timeout": {"0"}}
	for _, word := range tlsWords {
		if words.Has(word) {
			rules.Set(word, words.Get(word))
		}
	}
	if t.network == "unix" {
		host = t.address
	}
	rules.Set("host", host)
	rules.Set("port", port)
	// The other words keep pgx from looking into the environment and into files of PostgreSQL's own.
	rules.Set("user", t.user)
	rules.Set("passfile", "/dev/null")
	c, err := pgconn.ParseConfig("postgres:///?" + rules.Encode())
	if err != nil {
		if inner := errors.Unwrap(err); inner != nil {
			err = inner
		}
		return err
	}
	t.timeout = c.ConnectTimeout
	t.attempts = []attempt{{Host: c.Host, Port: c.Port, TLSConfig: c.TLSConfig}}
	for _, f := range c.Fallbacks {
		if (f.TLSConfig == nil) != (t.attempts[len(t.attempts)-1].TLSConfig == nil) { // not another address of the same name
			t.attempts = append(t.attempts, *f)
		}
	}
	return nil
}

// where names the server, the database and the user, as errors do.
func (t *mariaTarget) where() string {
	return fmt.Sprintf("database %s on %s as user %s", t.database, t.address, t.user)
}

// settings are the driver's.
func (t *mariaTarget) settings(password string, a attempt) *mysql.Config {
	c := mysql.NewConfig()
	c.User, c.Passwd, c.Net, c.Addr, c.DBName = t.user, password, t.network, t.address, t.database
	c.TLS, c.ConnectionAttributes = a.TLSConfig, "program_name:uythac"
	c.AllowOldPasswords, c.AllowCleartextPasswords = false, a.TLSConfig != nil && !a.TLSConfig.InsecureSkipVerify
	return c
}
