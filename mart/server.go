package mart

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// oldest is the first version that is tested for what the mart needs.
const oldest = 13

// connectTimeout is how long the server may take to answer, unless connect_timeout says otherwise.
const connectTimeout = 30 * time.Second

// ErrPassing is what may pass by itself: the server cannot be reached, is short of something, or readers hold its tables.
var ErrPassing = errors.New("it may pass")

// passing marks an error as ErrPassing without a word more.
type passing struct{ error }

func (p passing) Is(target error) bool { return target == ErrPassing }
func (p passing) Unwrap() error        { return p.error }

// server is a connection to the mart.
type server struct {
	conn  *pgconn.PgConn
	where string
}

func connect(ctx context.Context, c Config) (*server, error) {
	pc, err := pgconn.ParseConfig(c.URL)
	if err != nil { // its text holds the URL, and a password with it
		return nil, errors.New("mart.url cannot be read\n  → write it as postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem")
	}
	where := fmt.Sprintf("database %s on %s as user %s", pc.Database, pc.Host, pc.User)
	if c.Password != nil {
		if pc.Password, err = c.Password(ctx); err != nil {
			return nil, fmt.Errorf("password of %s: %w", where, err)
		}
	}
	if pc.ConnectTimeout == 0 {
		pc.ConnectTimeout = connectTimeout
	}
	pc.RuntimeParams["application_name"] = "uythac"
	for name, value := range settings {
		pc.RuntimeParams[name] = value
	}
	conn, err := pgconn.ConnectConfig(ctx, pc)
	if err != nil {
		return nil, refused(ctx, where, err, pc.Password)
	}
	s := &server{conn, where}
	version, _ := strconv.Atoi(strings.FieldsFunc(conn.ParameterStatus("server_version"), func(r rune) bool { return r < '0' || r > '9' })[0])
	if version < oldest {
		s.close()
		return nil, fmt.Errorf("%s is PostgreSQL %d\n  → take a server of version %d or later", where, version, oldest)
	}
	return s, nil
}

// settings are those under which texts are read and written.
var settings = map[string]string{"client_encoding": "UTF8", "TimeZone": "UTC", "DateStyle": "ISO, YMD", "standard_conforming_strings": "on", "client_min_messages": "warning"}

func (s *server) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = s.conn.Close(ctx) // what was not committed is gone, and may be
}

// exec runs statements one after another.
func (s *server) exec(ctx context.Context, statements string) error {
	_, err := s.conn.Exec(ctx, statements).ReadAll()
	return s.failed(ctx, err)
}

// rows runs a query and gives its cells as text; NULL is empty.
func (s *server) rows(ctx context.Context, query string) (list [][]string, err error) {
	results, err := s.conn.Exec(ctx, query).ReadAll()
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	for _, r := range results {
		for _, cells := range r.Rows {
			row := make([]string, len(cells))
			for i, c := range cells {
				row[i] = string(c)
			}
			list = append(list, row)
		}
	}
	return list, nil
}

// failed says where a statement failed, and what to do.
func (s *server) failed(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	return refused(ctx, s.where, err, "")
}

// code is the server's code of an error; empty when it is not the server's.
func code(err error) string {
	var reply *pgconn.PgError
	if errors.As(err, &reply) {
		return reply.Code
	}
	return ""
}

func refused(ctx context.Context, where string, err error, password string) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("mart: %s: %w", where, cause)
	}
	var reply *pgconn.PgError
	if !errors.As(err, &reply) {
		text := strings.Join(strings.Fields(err.Error()), " ")
		if inner := errors.Unwrap(err); inner != nil {
			text = strings.Join(strings.Fields(inner.Error()), " ")
		}
		if password != "" {
			text = strings.ReplaceAll(text, password, "***")
		}
		remedy := "what was published before serves on; check host and port in mart.url, and that the server runs and may be reached from here"
		return passing{fmt.Errorf("mart: %s: %s\n  → %s", where, text, remedy)}
	}
	text := reply.Message
	if reply.Detail != "" {
		text += " (" + strings.Join(strings.Fields(reply.Detail), " ") + ")"
	}
	err = &failure{reply, fmt.Sprintf("mart: %s: %s\n  → %s", where, text, advice(reply.Code))}
	if strings.HasPrefix(reply.Code, "57P") || strings.HasPrefix(reply.Code, "08") || strings.HasPrefix(reply.Code, "53") {
		return passing{err}
	}
	return err
}

// failure is a server's answer in words for people.
type failure struct {
	reply *pgconn.PgError
	text  string
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.reply }

const ownership = "give the mart a database that its user owns, or let an administrator GRANT CREATE ON DATABASE to it"

func (s *server) denied() error {
	return fmt.Errorf("mart: %s may not make schemas\n  → %s", s.where, ownership)
}

// advice is what to do about a code of the server.
func advice(code string) string {
	switch {
	case code == "28P01":
		return "check the user in mart.url and the password: UYTHAC_MART_PASSWORD, mart.password_file or mart.password_command"
	case strings.HasPrefix(code, "28"):
		return "let the server's pg_hba.conf accept this user from this machine, with TLS if it asks for it"
	case code == "3D000":
		return "make the database: CREATE DATABASE ... OWNER, and name it in mart.url"
	case code == "42501":
		return ownership
	case strings.HasPrefix(code, "53"):
		return "the server is short of memory, disk or connections: what was published before serves on; try again later"
	case strings.HasPrefix(code, "57P"):
		return "the server is starting or stopping: what was published before serves on; try again later"
	case code == "2BP01":
		return "a table or its columns are not as they were and what stands on it cannot follow: drop it, publish, and make it anew"
	}
	return "what was published before serves on; report this with the server's version"
}
