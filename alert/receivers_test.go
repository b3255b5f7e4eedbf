package alert_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"mime/quotedprintable"
)

// letter is a mail as a server received it.
type letter struct {
	user, from, subject, body string
	to                        []string
	secure                    bool
	header                    mail.Header
}

// postOffice is a mail server that somebody else wrote, and what it received.
type postOffice struct {
	host string
	port int
	root *tls.Config

	mu      sync.Mutex
	letters []letter
	down    bool
}

// newPostOffice starts a server: with STARTTLS, with TLS from the first byte, or in plain text. It takes mails of the
// user nightly with the password "mật khẩu", or without a user where it has none.
func newPostOffice(t *testing.T, mode string, users bool) *postOffice {
	t.Helper()
	certified := httptest.NewTLSServer(nil) // for a certificate of 127.0.0.1
	certified.Close()
	roots := x509.NewCertPool()
	roots.AddCert(certified.Certificate())
	p := &postOffice{root: &tls.Config{RootCAs: roots}}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		_, secure := c.TLSConnectionState()
		s := &session{office: p, letter: letter{secure: secure}}
		if users {
			return &guarded{s}, nil
		}
		return s, nil
	}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.host, p.port = "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
	config := &tls.Config{Certificates: certified.TLS.Certificates}
	switch mode {
	case "starttls":
		server.TLSConfig = config
	case "tls":
		listener = tls.NewListener(listener, config)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return p
}

func (p *postOffice) received() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.letters
}

func (p *postOffice) shut(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

type session struct {
	office *postOffice
	letter letter
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	if s.office.down {
		return &smtp.SMTPError{Code: 451, Message: "come back later"}
	}
	s.letter.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.letter.to = append(s.letter.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	s.letter.header = m.Header
	if s.letter.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return err
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		return err
	}
	s.letter.body = strings.ReplaceAll(string(body), "\r\n", "\n")
	s.office.mu.Lock()
	defer s.office.mu.Unlock()
	s.office.letters = append(s.office.letters, s.letter)
	return nil
}

// guarded is a session that begins with a log-in.
type guarded struct{ *session }

func (s *guarded) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *guarded) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "nightly" || password != "mật khẩu" {
			return errors.New("wrong user or password")
		}
		s.letter.user = user
		return nil
	}), nil
}

func (s *guarded) Mail(from string, o *smtp.MailOptions) error {
	if s.letter.user == "" {
		return smtp.ErrAuthRequired
	}
	return s.session.Mail(from, o)
}

// hooks is an HTTP server and what was posted to it.
type hooks struct {
	*httptest.Server
	mu     sync.Mutex
	posts  []map[string]any
	tokens []string
	status int
}

func newHooks(t *testing.T) *hooks {
	h := &hooks{status: http.StatusNoContent}
	h.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if w.WriteHeader(h.status); h.status/100 != 2 {
			return
		}
		var post map[string]any
		if err := json.NewDecoder(r.Body).Decode(&post); err != nil {
			t.Error(err)
		}
		h.posts, h.tokens = append(h.posts, post), append(h.tokens, r.Header.Get("Authorization"))
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *hooks) answer(status int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status = status
}

func (h *hooks) root() *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(h.Certificate())
	return &tls.Config{RootCAs: roots}
}
