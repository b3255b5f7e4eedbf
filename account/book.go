package account

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/uythac/uythac/access"
)

// Account is one who may ask.
type Account struct {
	Name     string    `json:"name"`
	Role     string    `json:"role"`
	Password string    `json:"password,omitempty"` // an argon2id hash; empty: tokens only
	Expires  time.Time `json:"expires,omitzero"`   // zero: never
	Tokens   []Token   `json:"tokens,omitempty"`
}

// Token lets a program ask in the name of an account.
type Token struct {
	ID      string    `json:"id"`   // the part of it that may be seen
	Hash    string    `json:"hash"` // of its secret, as a password's
	Expires time.Time `json:"expires,omitzero"`
	Note    string    `json:"note,omitempty"` // what it is for
}

// Book is what an accounts file holds.
type Book struct {
	Accounts []Account `json:"accounts"`
}

// name is what an account may be called: what HTTP's basic authentication can carry and a log line can hold. It is made when
// first asked for: that takes 2 ms, which every command would wait for.
var name = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN][\pL\pN_.@-]{0,63}$`) })

var tokenID = regexp.MustCompile(`^[0-9a-f]{12}$`)

// tokenMark begins every token, so that people and scanners of leaked secrets know it for one.
const tokenMark = "uyt_"

// Read reads an accounts file; one that is not there is empty.
func Read(path string) (b Book, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("accounts: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return Book{}, fmt.Errorf("accounts: %s is not as `uythac user` writes it: %w\n  → restore it, or move it away and add the users again", path, err)
	}
	if err := b.check(); err != nil {
		return Book{}, fmt.Errorf("accounts: %s: %w\n  → restore it, or move it away and add the users again", path, err)
	}
	return b, nil
}

// check refuses a book that cannot be meant.
func (b Book) check() error {
	seen := map[string]bool{}
	for _, a := range b.Accounts {
		if !name().MatchString(a.Name) || seen[a.Name] {
			return fmt.Errorf("the name %q is none, or stands twice", a.Name)
		}
		seen[a.Name] = true
		if err := access.Check(a.Role); err != nil {
			return fmt.Errorf("%s: role %q: %w", a.Name, a.Role, err)
		}
		if _, _, _, err := parsed(a.Password); a.Password != "" && err != nil {
			return fmt.Errorf("%s: password: %w", a.Name, err)
		}
		for _, t := range a.Tokens {
			if _, _, _, err := parsed(t.Hash); err != nil || !tokenID.MatchString(t.ID) || seen["token "+t.ID] {
				return fmt.Errorf("%s: token %q: it is none, or stands twice", a.Name, t.ID)
			}
			seen["token "+t.ID] = true
		}
	}
	return nil
}

// Write writes an accounts file that its owner alone may read; who reads it meanwhile sees the old one or the new one.
func (b Book) Write(path string) (err error) {
	if err := b.check(); err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".accounts-")
	if err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	_, err = f.Write(append(text, '\n'))
	err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("accounts: %w", err), os.Remove(f.Name()))
	}
	return nil
}

// Find finds an account.
func (b *Book) Find(name string) (*Account, bool) {
	i := slices.IndexFunc(b.Accounts, func(a Account) bool { return a.Name == name })
	if i < 0 {
		return nil, false
	}
	return &b.Accounts[i], true
}

// shortest is how many characters a password has at least: what is guessed offline is not stopped by waiting.
const shortest = 12

// Put adds an account, or gives one that is there another role, password or end. An empty password leaves the one there is.
func (b *Book) Put(who, role, password string, expires time.Time) error {
	switch {
	case !name().MatchString(who):
		return errors.New("a user is called by letters, digits and . _ @ -, at most 64 of them\n  → as in nguyen.thi.b")
	case password != "" && utf8.RuneCountInString(password) < shortest:
		return fmt.Errorf("the password has fewer than %d characters\n  → take a longer one, as four words", shortest)
	case len(password) > 1000 || !utf8.ValidString(password):
		return errors.New("the password is too long, or no text\n  → take a shorter one")
	}
	if err := access.Check(role); err != nil {
		return err
	}
	a, there := b.Find(who)
	if !there {
		b.Accounts = append(b.Accounts, Account{Name: who})
		a = &b.Accounts[len(b.Accounts)-1]
	}
	a.Role, a.Expires = role, expires
	if password != "" {
		a.Password = hash(password)
	}
	return nil
}

// Issue makes a token for an account; it can be seen this once.
func (b *Book) Issue(who string, expires time.Time, note string) (token string, err error) {
	a, there := b.Find(who)
	if !there {
		return "", unknown(who)
	}
	id, secret := make([]byte, 6), make([]byte, 32)
	_, _ = rand.Read(id) // never fails, by its documentation
	_, _ = rand.Read(secret)
	text := base64.RawURLEncoding.EncodeToString(secret)
	a.Tokens = append(a.Tokens, Token{ID: hex.EncodeToString(id), Hash: hash(text), Expires: expires, Note: note})
	return tokenMark + hex.EncodeToString(id) + "_" + text, nil
}

// Remove takes an account away, or with a token's ID that token of it.
func (b *Book) Remove(who, token string) error {
	a, there := b.Find(who)
	if !there {
		return unknown(who)
	}
	if token == "" {
		b.Accounts = slices.DeleteFunc(b.Accounts, func(a Account) bool { return a.Name == who })
		return nil
	}
	left := len(a.Tokens)
	a.Tokens = slices.DeleteFunc(a.Tokens, func(t Token) bool { return t.ID == token })
	if len(a.Tokens) == left {
		return fmt.Errorf("%s has no token %s\n  → `uythac user list` tells which there are", who, token)
	}
	return nil
}

func unknown(who string) error {
	return fmt.Errorf("there is no user %q\n  → `uythac user list` tells which there are, `uythac user add` adds one", who)
}

// split takes a token apart.
func split(token string) (id, secret string, ok bool) {
	rest, ok := strings.CutPrefix(token, tokenMark)
	id, secret, found := strings.Cut(rest, "_")
	return id, secret, ok && found && tokenID.MatchString(id)
}
