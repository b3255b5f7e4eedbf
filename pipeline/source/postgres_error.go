package source

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

var passwordWord = regexp.MustCompile(`(?i)(password\s*=\s*)('[^']*'|[^\s&]*)`)

// withoutSecrets takes out of an error's text whatever may be a password of the URL, and the URL itself.
func withoutSecrets(text, dsn string, secrets ...string) string {
	if u, err := url.Parse(dsn); err == nil {
		if p, ok := u.User.Password(); ok {
			secrets = append(secrets, p, url.QueryEscape(p))
		}
		secrets = append(secrets, u.Query().Get("password"))
	}
	for _, m := range passwordWord.FindAllStringSubmatch(dsn, -1) {
		secrets = append(secrets, strings.Trim(m[2], "'"))
	}
	for _, s := range append(secrets, dsn) {
		if s != "" {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	return passwordWord.ReplaceAllString(text, "${1}***")
}

// connectError says why there is no connection, and what to do.
func (pg *postgres) connectError(ctx context.Context, err error, password string) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("%s: %w", pg.where(), cause)
	}
	var reply *pgconn.PgError
	text, remedy, passes := err.Error(), "check host and port in source.url, and that the server runs and may be reached from here", true
	if errors.As(err, &reply) {
		text, remedy, passes = reply.Message, pg.connectRemedy(reply.Code), pgPasses(reply.Code)
	} else if inner := errors.Unwrap(err); inner != nil {
		text = inner.Error()
		if ofTLS(text) {
			remedy, passes = "check sslmode and sslrootcert in source.url against the server's certificate", false
		}
	}
	return mayPass(fmt.Errorf("%s: no connection: %s\n  → %s", pg.where(), withoutSecrets(oneLine(text), pg.config.URL, password), remedy), passes)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (pg *postgres) connectRemedy(code string) string {
	switch {
	case code == "28P01":
		return "check the user in source.url and the password: UYTHAC_SOURCE_PASSWORD, source.password_file or source.password_command"
	case strings.HasPrefix(code, "28"):
		return "let the server's pg_hba.conf accept this user from this machine, with TLS if it asks for it"
	case code == "3D000":
		return "check the database's name in source.url"
	case code == "53300":
		return "the server has no connection left: lower source.limits.connections, or give the user more"
	case code == "57P03":
		return "the server is starting or stopping: try again later"
	}
	return "ask who runs the server"
}

// failed says what went wrong in a query. Whatever was committed before stays.
func (s *pgSession) failed(ctx context.Context, err error) error {
	var reply *pgconn.PgError
	switch cause := ended(ctx); {
	case errors.Is(cause, errLimit):
		return fmt.Errorf("%s: %w", s.pg.where(), cause)
	case cause != nil:
		return cause
	case errors.As(err, &reply):
		return s.refused(reply)
	}
	return passing{fmt.Errorf("%s: the connection was lost: %s\n  → what was committed stays: run again when the server can be reached",
		s.pg.where(), withoutSecrets(oneLine(err.Error()), s.pg.config.URL))}
}

// overLimit tells whether the statement at hand has run for as long as source.limits.query lets it: the server says of
// such a one that it was cancelled, as of any other, and why in words of its language.
func (s *pgSession) overLimit() bool {
	limit := s.pg.config.Limits.Query
	return limit > 0 && time.Since(s.asked) >= limit
}

// quotedValue is what a server quotes of the data in an error, in quotation marks of its language.
var quotedValue = regexp.MustCompile(`(?s)["«„“'].*["»“”']`)

// refused says what to do about a server's error.
func (s *pgSession) refused(e *pgconn.PgError) error {
	text := e.Message
	if strings.HasPrefix(e.Code, "22") {
		text = quotedValue.ReplaceAllString(text, "…")
	} else if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	remedy := "check source.tables against the database"
	switch {
	case e.Code == "57014" && s.overLimit():
		remedy = "the query is as long as source.limits.query allows: raise it, or let an index help"
	case e.Code == "57014":
		remedy = "somebody cancelled the query: run again"
	case e.Code == "55P03":
		remedy = "a table is locked by somebody else: run again when it is free"
	case strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "08"):
		remedy = "what was committed stays: run again when the server is up"
	case e.Code == "25P03", e.Code == "25P04":
		remedy = "the server ended the transaction by its own limit: raise it for this user, or lower source.limits.transaction"
	case e.Code == "40001":
		remedy = "the replica needed the rows' place: raise max_standby_streaming_delay there or turn on hot_standby_feedback, and run again"
	case e.Code == "42501":
		remedy = "GRANT SELECT on what is read to this user"
	case strings.HasPrefix(e.Code, "53"):
		remedy = "the server is short of memory, disk or connections: try again later"
	case e.Code == "22021", e.Code == "22P05":
		remedy = "a text is not in the database's encoding: mend it there"
	case strings.HasPrefix(e.Code, "22"):
		remedy = "a value does not do for what a query of source.tables makes of it; it may be personal and is not shown: run the query by hand"
	}
	return &pgFailure{text: fmt.Sprintf("%s: %s\n  → %s", s.pg.where(), text, remedy), passes: pgPasses(e.Code) && !(e.Code == "57014" && s.overLimit())}
}

// pgFailure is a server's error, after which the connection lives on.
type pgFailure struct {
	text   string
	moved  bool // the table is not that of the moment any more
	passes bool // it may pass by itself
}

func (f *pgFailure) Error() string { return f.text }

// Is tells a table that is not that of the moment, and what may pass, from other failures.
func (f *pgFailure) Is(target error) bool {
	return target == ErrMoved && f.moved || target == ErrPassing && f.passes
}
