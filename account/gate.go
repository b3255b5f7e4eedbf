package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Who is one who was let in.
type Who struct {
	Name, Role string
	Token      string // ID of the token; empty: by password
	by         string // the hash of the secret, as the book had it
}

// ErrDenied is of credentials that are not good. It does not tell why.
var ErrDenied = errors.New("wrong user, password or token")

// ErrWait is of an address, or of a moment, with too many attempts.
var ErrWait = errors.New("too many attempts: wait a minute")

const (
	remembered = 5 * time.Minute // how long what was verified counts
	lookEvery  = time.Second     // how often the file is looked at
	tries      = 10              // wrong attempts of an address at one account or token in a minute; ten times as many at all
	minute     = time.Minute
	mostKept   = 10_000 // addresses and verified credentials that are remembered
)

// Gate lets in who is in an accounts file. It is safe for use by many goroutines.
type Gate struct {
	Path string           // of the accounts file
	Now  func() time.Time // nil: time.Now
	Log  *slog.Logger     // nil: silent

	once     sync.Once
	key      [32]byte      // of this process: what is remembered is worth nothing elsewhere
	nobody   string        // a hash that no secret has: what an account that is not there is held against
	work     chan struct{} // as many hashes at once
	mu       sync.Mutex
	book     Book
	state    fileState // of the file that book was read from
	looked   time.Time
	verified map[[32]byte]proof
	wrong    map[string]*attempts
}

type fileState struct {
	size int64
	at   time.Time
	node any // which file: a new one has another
}

// proof is what was verified: the account and token as they were in the book.
type proof struct {
	who   string
	token string
	until time.Time
}

type attempts struct {
	since time.Time
	n     int
}

func (g *Gate) init() {
	g.once.Do(func() {
		_, _ = rand.Read(g.key[:]) // never fails, by its documentation
		g.nobody = hash(string(g.key[:]))
		g.work = make(chan struct{}, 2)
		g.verified, g.wrong = map[[32]byte]proof{}, map[string]*attempts{}
	})
}

func (g *Gate) now() time.Time {
	if g.Now != nil {
		return g.Now()
	}
	return time.Now()
}

// Password lets in by name and password; a token in the place of the password counts as one. from is the caller's address.
func (g *Gate) Password(ctx context.Context, from, name, password string) (Who, error) {
	if id, secret, ok := split(password); ok {
		who, err := g.enter(ctx, from, credentials{token: id, secret: secret})
		if err == nil && who.Name != name {
			return Who{}, ErrDenied
		}
		return who, err
	}
	return g.enter(ctx, from, credentials{name: name, secret: password})
}

// Token lets in by a token.
func (g *Gate) Token(ctx context.Context, from, token string) (Who, error) {
	id, secret, ok := split(token)
	if !ok {
		id = "-" // that no token has: it costs as much as one that is wrong
	}
	return g.enter(ctx, from, credentials{token: id, secret: secret})
}

// Still lets in again whom this gate let in before, while that account or token is there and good, and the password the same.
func (g *Gate) Still(who Who) (Who, error) {
	g.init()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.look()
	now, _, ok := g.find(credentials{name: who.Name, token: who.Token})
	if !ok || now.Name != who.Name || now.by != who.by {
		return Who{}, ErrDenied
	}
	return now, nil
}

// credentials are what somebody shows: a name, or the ID of a token, and the secret that goes with it.
type credentials struct{ name, token, secret string }

func (g *Gate) mark(c credentials) (m [32]byte) {
	h := hmac.New(sha256.New, g.key[:])
	for _, s := range []string{c.name, c.token, c.secret} {
		d := sha256.Sum256([]byte(s))
		_, _ = h.Write(d[:]) // a hash never fails
	}
	h.Sum(m[:0])
	return m
}

func (g *Gate) enter(ctx context.Context, from string, c credentials) (Who, error) {
	g.init()
	mark := g.mark(c)
	g.mu.Lock()
	g.look()
	who, hash, ok := g.find(c)
	p, known := g.verified[mark]
	if ok && known && p.who == who.Name && p.token == who.Token && g.now().Before(p.until) {
		g.mu.Unlock()
		return who, nil
	}
	g.mu.Unlock()
	if !ok {
		hash = g.nobody
	}
	select {
	case g.work <- struct{}{}:
		defer func() { <-g.work }()
	case <-ctx.Done():
		return Who{}, ErrWait
	}
	// Asked when it is this one's turn: of a thousand at once most meet what the first ones were told.
	g.mu.Lock()
	p, known = g.verified[mark]
	meanwhile, late := known && p.who == who.Name && p.token == who.Token, g.tooMany(from, c)
	g.mu.Unlock()
	switch {
	case ok && meanwhile:
		return who, nil
	case late:
		return Who{}, ErrWait
	}
	good := matches(hash, c.secret)
	g.mu.Lock()
	defer g.mu.Unlock()
	if !good || !ok {
		g.count(from)
		g.count(from + " " + c.name + c.token)
		return Who{}, ErrDenied
	}
	if len(g.verified) >= mostKept {
		clear(g.verified)
	}
	g.verified[mark] = proof{who.Name, who.Token, g.now().Add(remembered)}
	return who, nil
}

// find finds who the credentials name, and the hash that the secret must have.
func (g *Gate) find(c credentials) (who Who, hash string, ok bool) {
	now := g.now()
	ended := func(t time.Time) bool { return !t.IsZero() && !now.Before(t) }
	for _, a := range g.book.Accounts {
		if ended(a.Expires) {
			continue
		}
		if c.token == "" {
			if a.Name == c.name && a.Password != "" {
				return Who{Name: a.Name, Role: a.Role, by: a.Password}, a.Password, true
			}
			continue
		}
		for _, t := range a.Tokens {
			if t.ID == c.token && !ended(t.Expires) {
				return Who{Name: a.Name, Role: a.Role, Token: t.ID, by: t.Hash}, t.Hash, true
			}
		}
	}
	return Who{}, "", false
}

// look reads the file again when it has changed. What was verified before counts no more; a file that cannot be read lets nobody in.
func (g *Gate) look() {
	now := g.now()
	if !g.looked.IsZero() && now.Sub(g.looked) < lookEvery && now.After(g.looked) {
		return
	}
	g.looked = now
	info, err := os.Stat(g.Path)
	var state fileState
	if err == nil {
		state = fileState{info.Size(), info.ModTime(), info}
	}
	if err == nil && g.state.node != nil && state.size == g.state.size && state.at.Equal(g.state.at) && os.SameFile(info, g.state.node.(fs.FileInfo)) {
		return
	}
	g.state, g.book = state, Book{}
	clear(g.verified)
	if err == nil {
		g.book, err = Read(g.Path)
	}
	if err != nil && g.Log != nil {
		g.Log.Error("nobody is let in", "error", err)
	}
}

// tooMany tells whether an address has given wrong credentials too often: of one account or token, or of all, for a proxy's
// address is that of many.
func (g *Gate) tooMany(from string, c credentials) bool {
	return g.tried(from+" "+c.name+c.token) >= tries || g.tried(from) >= 10*tries
}

func (g *Gate) tried(key string) int {
	a := g.wrong[key]
	if a == nil || g.now().Sub(a.since) >= minute {
		return 0
	}
	return a.n
}

// count adds to the wrong attempts.
func (g *Gate) count(from string) {
	if len(g.wrong) >= mostKept {
		clear(g.wrong)
	}
	a := g.wrong[from]
	if a == nil || g.now().Sub(a.since) >= minute {
		a = &attempts{since: g.now()}
		g.wrong[from] = a
	}
	a.n++
}
