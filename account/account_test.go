package account_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uythac/uythac/account"
)

const password = "bốn chữ dài và lạ"

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

// gate has two accounts: one with a password and a token, one that has ended.
func gate(t *testing.T) (g *account.Gate, c *clock, token string) {
	t.Helper()
	c = &clock{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	path := filepath.Join(t.TempDir(), "accounts.json")
	var b account.Book
	must(t, b.Put("nguyen.thi.b", "hoi_phu_nu", password, time.Time{}))
	must(t, b.Put("gone", "all", password, c.at))
	token, err := b.Issue("nguyen.thi.b", c.at.Add(time.Hour), "Excel")
	must(t, err)
	must(t, b.Write(path))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	return &account.Gate{Path: path, Now: c.now}, c, token
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestGate: who is in the book with the right secret comes in, nobody else; what was verified is fast.
func TestGate(t *testing.T) {
	g, c, token := gate(t)
	want, err := g.Password(t.Context(), "a", "nguyen.thi.b", password)
	if err != nil || want.Name != "nguyen.thi.b" || want.Role != "hoi_phu_nu" || want.Token != "" {
		t.Fatalf("%+v, %v", want, err)
	}
	who, err := g.Token(t.Context(), "a", token)
	if err != nil || who.Name != want.Name || who.Token == "" || strings.Contains(token[len(who.Token)+5:], who.Token) {
		t.Fatalf("%+v, %v", who, err)
	}
	if _, err := g.Password(t.Context(), "a", "nguyen.thi.b", token); err != nil {
		t.Errorf("a token in the place of a password: %v", err)
	}
	began := time.Now()
	for range 1000 {
		if _, err := g.Token(t.Context(), "a", token); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("a thousand requests that were verified before took %v", took)
	}
	for i, wrong := range [][2]string{{"nguyen.thi.b", ""}, {"nguyen.thi.b", password + " "}, {"Nguyen.thi.b", password}, {"", password}, {"gone", password}, {"nobody", password}, {"gone", token}} {
		if who, err := g.Password(t.Context(), string(rune('b'+i)), wrong[0], wrong[1]); !errors.Is(err, account.ErrDenied) || who != (account.Who{}) {
			t.Errorf("%q: %+v, %v", wrong, who, err)
		}
	}
	for i, wrong := range []string{"", "uyt_", token[:len(token)-1], token + "x", "uyt_000000000000_" + token[17:], strings.ToUpper(token)} {
		if who, err := g.Token(t.Context(), string(rune('m'+i)), wrong); !errors.Is(err, account.ErrDenied) || who != (account.Who{}) {
			t.Errorf("%q: %+v, %v", wrong, who, err)
		}
	}
	c.at = c.at.Add(time.Hour)
	if _, err := g.Token(t.Context(), "a", token); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a token that has ended: %v", err)
	}
	if _, err := g.Still(who); !errors.Is(err, account.ErrDenied) {
		t.Errorf("one who came in by it: %v", err)
	}
	if now, err := g.Still(want); err != nil || now != want {
		t.Errorf("one who came in by password: %+v, %v", now, err)
	}
}

// TestChange: who is taken out of the file, or given another password or role, is held to it within a second, and a file that
// cannot be read lets nobody in. Who came in before stays as long as the account and its password do.
func TestChange(t *testing.T) {
	g, c, token := gate(t)
	first, err := g.Password(t.Context(), "a", "nguyen.thi.b", password)
	must(t, err)
	stays := true
	for _, change := range []struct {
		what string
		do   func(*account.Book) error
		role string // afterwards, by password; empty: none
	}{
		{"nothing", func(*account.Book) error { return nil }, "hoi_phu_nu"},
		{"another role", func(b *account.Book) error { return b.Put("nguyen.thi.b", "other", "", time.Time{}) }, "other"},
		{"another password", func(b *account.Book) error { return b.Put("nguyen.thi.b", "other", password+"!", time.Time{}) }, ""},
		{"back", func(b *account.Book) error { return b.Put("nguyen.thi.b", "other", password, time.Time{}) }, "other"},
		{"an end", func(b *account.Book) error { return b.Put("nguyen.thi.b", "other", "", c.at) }, ""},
		{"no end", func(b *account.Book) error { return b.Put("nguyen.thi.b", "other", "", time.Time{}) }, "other"},
		{"gone", func(b *account.Book) error { return b.Remove("nguyen.thi.b", "") }, ""},
	} {
		b, err := account.Read(g.Path)
		must(t, err)
		must(t, change.do(&b))
		must(t, b.Write(g.Path))
		c.at = c.at.Add(2 * time.Second)
		who, err := g.Password(t.Context(), change.what, "nguyen.thi.b", password)
		if who.Role != change.role || (err == nil) != (change.role != "") {
			t.Errorf("%s: %+v, %v", change.what, who, err)
		}
		stays = stays && change.role != ""
		if now, err := g.Still(first); now.Role != change.role && stays || (err == nil) != stays {
			t.Errorf("%s: who came in before is %+v, %v", change.what, now, err)
		}
	}
	if _, err := g.Token(t.Context(), "x", token); err == nil {
		t.Error("a token of an account that is gone is let in")
	}
	for _, text := range []string{"", "{", `{"accounts":[{"name":"x","role":"r","pasword":""}]}`, `{"accounts":[{"name":"x","role":"R"}]}`,
		`{"accounts":[{"name":"x","role":"r","password":"plain text"}]}`, `{"accounts":[{"name":"x","role":"r","password":"$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"}]}`} {
		must(t, os.WriteFile(g.Path, []byte(text), 0o600))
		c.at = c.at.Add(2 * time.Second)
		if _, err := g.Password(t.Context(), text, "x", ""); err == nil {
			t.Errorf("%q lets in", text)
		}
		if _, err := account.Read(g.Path); err == nil || !strings.Contains(err.Error(), "\n  → ") {
			t.Errorf("%q: %v", text, err)
		}
	}
	must(t, os.Remove(g.Path))
	c.at = c.at.Add(2 * time.Second)
	if _, err := g.Password(t.Context(), "y", "nguyen.thi.b", password); err == nil {
		t.Error("without a file somebody is let in")
	}
}

// TestGuessing: an address that guesses waits, others do not.
func TestGuessing(t *testing.T) {
	g, c, _ := gate(t)
	for range 10 {
		if _, err := g.Password(t.Context(), "guesser", "nguyen.thi.b", "wrong"); !errors.Is(err, account.ErrDenied) {
			t.Fatal(err)
		}
	}
	if _, err := g.Password(t.Context(), "guesser", "nguyen.thi.b", password); !errors.Is(err, account.ErrWait) {
		t.Errorf("the eleventh guess: %v", err)
	}
	if _, err := g.Password(t.Context(), "elsewhere", "nguyen.thi.b", password); err != nil {
		t.Errorf("another address: %v", err)
	}
	if _, err := g.Password(t.Context(), "guesser", "gone", "wrong"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("another account from behind the same address: %v", err)
	}
	c.at = c.at.Add(time.Minute)
	if _, err := g.Password(t.Context(), "guesser", "nguyen.thi.b", "wrong"); !errors.Is(err, account.ErrDenied) {
		t.Errorf("a minute later: %v", err)
	}
}

// TestAtOnce: many who come at once with the same good credentials all come in, and a thousand guesses at once are a thousand.
func TestAtOnce(t *testing.T) {
	g, _, token := gate(t)
	var all sync.WaitGroup
	var denied, waits atomic.Int64
	for i := range 100 {
		all.Go(func() {
			if _, err := g.Token(t.Context(), "office", token); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			_, err := g.Password(t.Context(), "guesser", "nguyen.thi.b", fmt.Sprint("wrong wrong ", i))
			switch {
			case errors.Is(err, account.ErrDenied):
				denied.Add(1)
			case errors.Is(err, account.ErrWait):
				waits.Add(1)
			default:
				t.Errorf("a guess: %v", err)
			}
		})
	}
	all.Wait()
	if denied.Load() > 12 || denied.Load()+waits.Load() != 100 {
		t.Errorf("%d guesses were held against the password, %d had to wait", denied.Load(), waits.Load())
	}
}

// TestPut: names, roles and passwords that would not do are refused in words that help.
func TestPut(t *testing.T) {
	var b account.Book
	for _, c := range [][3]string{{"", "r", password}, {"a:b", "r", password}, {"a\nb", "r", password}, {"x", "R", password}, {"x", "r", "short"}, {"x", "r", strings.Repeat("x", 2000)}} {
		if err := b.Put(c[0], c[1], c[2], time.Time{}); err == nil {
			t.Errorf("%q", c)
		}
	}
	if _, err := b.Issue("x", time.Time{}, ""); err == nil || b.Remove("x", "") == nil || len(b.Accounts) != 0 {
		t.Error("an account that is not there")
	}
}
