package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/uythac/uythac/serve"
)

const (
	sessionTime  = 8 * time.Hour // a working day
	mostSessions = 10_000
)

// cookieName is that of a session's cookie; over TLS browsers keep others from setting it.
func cookieName(secure bool) string {
	if secure {
		return "__Host-uythac"
	}
	return "uythac"
}

// sessions are the people who came in by a page. The secrets themselves are not kept. The zero value has none.
type sessions struct {
	mu sync.Mutex
	by map[[sha256.Size]byte]session
}

type session struct {
	guest serve.Guest
	until time.Time
}

// begin makes a session and its secret.
func (s *sessions) begin(g serve.Guest, now time.Time) (secret string, err error) {
	var b [32]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	secret = base64.RawURLEncoding.EncodeToString(b[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil {
		s.by = map[[sha256.Size]byte]session{}
	}
	for k, old := range s.by {
		if len(s.by) >= mostSessions || !old.until.After(now) {
			delete(s.by, k)
		}
	}
	s.by[sha256.Sum256([]byte(secret))] = session{g, now.Add(sessionTime)}
	return secret, nil
}

// of is the guest of a session that has not ended.
func (s *sessions) of(secret string, now time.Time) (serve.Guest, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.by[sha256.Sum256([]byte(secret))]
	return found.guest, ok && found.until.After(now)
}

func (s *sessions) end(secret string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, sha256.Sum256([]byte(secret)))
}

// from is the address that a request comes from.
func from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
