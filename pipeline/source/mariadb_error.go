package source

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/go-sql-driver/mysql"
)

// lastWord keeps what the driver logs last: of a lost connection it returns only that it is invalid.
type lastWord struct {
	mu   sync.Mutex
	text string
}

// Print takes in what the driver logs.
func (l *lastWord) Print(v ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = fmt.Sprint(v...)
}

// instead gives what was logged in place of an error that says nothing.
func (l *lastWord) instead(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, text, ok := strings.Cut(l.text, " "); ok && errors.Is(err, mysql.ErrInvalidConn) {
		return errors.New(strings.TrimSpace(text))
	}
	return err
}

// isReply tells whether an error is an answer of the server, after which the connection lives on.
func isReply(err error) bool {
	var reply *mysql.MySQLError
	return errors.As(err, &reply)
}

// The server's numbers of errors.
const (
	mariaTooMany        = 1040
	mariaNoDatabase     = 1044
	mariaDenied         = 1045
	mariaUnknown        = 1049
	mariaShutdown       = 1053
	mariaHost           = 1130
	mariaBlocked        = 1129
	mariaTableDenied    = 1142
	mariaColumnDenied   = 1143
	mariaUserTooMany    = 1203
	mariaPrivilege      = 1227
	mariaInterrupted    = 1317
	mariaViewDenied     = 1345
	mariaInvalidView    = 1356
	mariaChanged        = 1412
	mariaTransport      = 3159
	mariaKilled         = 1927
	mariaSlow           = 1969
	mysqlSlow           = 3024
	mariaProcDenied     = 1370
	mariaNormalShutdown = 1077
	mariaLocked         = 1205
	mariaDeadlock       = 1213
	mariaTruncated      = 1292
	mariaIncorrect      = 1366
	mariaIllegal        = 1367
	mariaIncorrectFor   = 1411
	mariaWrong          = 1525
	mariaOther          = 1105 // of XML that a function could not read, which it quotes
)

// connectError says why there is no connection, and what to do.
func (db *mariadb) connectError(ctx context.Context, err error, password string) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("%s: %w", db.target.where(), cause)
	}
	text, remedy, passes := err.Error(), "check host and port in source.url, and that the server runs and may be reached from here", false
	var reply *mysql.MySQLError
	switch {
	case errors.As(err, &reply):
		text, remedy, passes = reply.Message, connectRemedy(reply), mariaPasses(reply.Number, string(reply.SQLState[:]))
	case errors.Is(err, mysql.ErrNoTLS):
		remedy = "the server has no TLS: set it up there, or take sslmode=prefer or disable in source.url"
	case ofTLS(text):
		remedy = "check sslmode and sslrootcert in source.url against the server's certificate"
	case strings.Contains(text, "auth"):
		remedy = "give the user a password that the server checks by itself, or use TLS with sslmode=verify-full"
	default:
		passes = true
	}
	return mayPass(fmt.Errorf("%s: no connection: %s\n  → %s", db.target.where(), withoutSecrets(oneLine(text), db.config.URL, password), remedy), passes)
}

func connectRemedy(e *mysql.MySQLError) string {
	switch e.Number {
	case mariaDenied:
		return "check the user in source.url and the password, and that the server lets this user in from this machine, with TLS if it asks for it"
	case mariaNoDatabase:
		return "GRANT SELECT on the database to this user"
	case mariaUnknown:
		return "check the database's name in source.url"
	case mariaTooMany, mariaUserTooMany:
		return "the server has no connection left: try again later, or give the user more"
	case mariaHost, mariaBlocked:
		return "let the server accept this user from this machine"
	case mariaTransport:
		return "the server asks for TLS: set sslmode=verify-full in source.url"
	case mariaShutdown:
		return "the server is stopping: try again later"
	}
	return "ask who runs the server"
}

// failed says what went wrong in a query. Whatever was committed before stays.
func (s *mariaSession) failed(ctx context.Context, err error) error {
	where := s.db.target.where()
	var reply *mysql.MySQLError
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errLimit):
		return fmt.Errorf("%s: %w\n  → what was committed stays; run again, or raise source.limits.transaction", where, errLimit)
	case cause != nil:
		return cause
	case errors.As(err, &reply):
		text := reply.Message
		if quotesData(reply) {
			text = quotedValue.ReplaceAllString(text, "…")
		}
		return fmt.Errorf("%s: %w", where, &mariaFailure{text: withoutSecrets(text, s.db.config.URL) + "\n  → " + queryRemedy(reply), moved: reply.Number == mariaChanged,
			passes: mariaPasses(reply.Number, string(reply.SQLState[:]))})
	}
	return passing{fmt.Errorf("%s: the connection was lost: %s\n  → what was committed stays: run again when the server can be reached",
		where, withoutSecrets(oneLine(err.Error()), s.db.config.URL))}
}

// queryRemedy says what to do about a server's error.
func queryRemedy(e *mysql.MySQLError) string {
	switch e.Number {
	case mariaSlow, mysqlSlow:
		return "the query is as long as source.limits.query allows: raise it, or let an index help"
	case mariaInterrupted:
		return "somebody cancelled the query: run again"
	case mariaShutdown, mariaNormalShutdown, mariaKilled:
		return "what was committed stays: run again when the server is up"
	case mariaLocked:
		return "a table is locked by somebody else: run again when it is free"
	case mariaChanged:
		return "a table was altered or emptied while it was read: run again"
	case mariaTableDenied, mariaColumnDenied, mariaViewDenied, mariaInvalidView, mariaProcDenied, mariaNoDatabase:
		return "GRANT SELECT on what is read to this user"
	case mariaPrivilege:
		return "grant the user the right that is named"
	}
	switch {
	case strings.HasPrefix(string(e.SQLState[:]), "08"):
		return "what was committed stays: run again when the server is up"
	case quotesData(e):
		return "a value does not do for what a query of source.tables makes of it; it may be personal and is not shown: run the query by hand"
	}
	return "check source.tables against the database"
}

// quotesData tells whether the server quotes a value of the data in its error.
func quotesData(e *mysql.MySQLError) bool {
	switch e.Number {
	case mariaTruncated, mariaIncorrect, mariaIllegal, mariaIncorrectFor, mariaWrong, mariaOther:
		return true
	}
	return strings.HasPrefix(string(e.SQLState[:]), "22")
}

// mariaFailure is a server's error, after which the connection lives on.
type mariaFailure struct {
	text   string
	moved  bool // the table is not that of the moment any more
	passes bool // it may pass by itself
}

func (f *mariaFailure) Error() string { return f.text }

// Is tells a table that was altered, and what may pass, from other failures.
func (f *mariaFailure) Is(target error) bool {
	return target == ErrMoved && f.moved || target == ErrPassing && f.passes
}
