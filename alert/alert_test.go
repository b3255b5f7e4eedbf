package alert_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uythac/uythac/alert"
)

var night = time.Date(2021, 1, 5, 2, 0, 0, 0, time.FixedZone("", 7*3600))

func text(s string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return s, nil }
}

func failed(key string) alert.Alert {
	return alert.Alert{Key: key, Severity: alert.Error, Title: alert.Text{VI: "Đêm nay chưa công bố được số liệu", EN: "Tonight's figures are not published"},
		Cause: alert.Text{VI: "Không kết nối được đến nguồn", EN: "The source cannot be reached"}, Next: alert.Text{VI: "Hỏi người quản trị máy chủ", EN: "Ask who runs the server"}, Run: "20210104T183000Z-1a2b3c"}
}

func (p *postOffice) channel(mode, password string) alert.SMTP {
	c := alert.SMTP{Host: p.host, Port: p.port, TLS: mode, Root: p.root, From: "uythac@bank.example", To: []string{"ops@bank.example", "it@bank.example"}}
	if password != "" {
		c.User, c.Password = "nightly", text(password)
	}
	return c
}

// Mails arrive over STARTTLS, TLS and plain text, with and without a log-in, with their diacritics and to everybody.
func TestSMTP(t *testing.T) {
	for _, mode := range []string{"starttls", "tls", "none"} {
		for _, password := range []string{"", "mật khẩu"} {
			if mode == "none" && password != "" {
				continue // refused below
			}
			t.Run(mode+" "+password, func(t *testing.T) {
				p := newPostOffice(t, mode, password != "")
				m := alert.Message{Alert: failed("run connection"), Status: alert.Firing, At: night, Host: "core-01", Lang: "vi"}
				m.Since = night
				if err := p.channel(mode, password).Send(t.Context(), m); err != nil {
					t.Fatal(err)
				}
				got := p.received()
				if len(got) != 1 {
					t.Fatalf("%d mails", len(got))
				}
				l := got[0]
				if l.secure != (mode != "none") && mode != "tls" || l.from != "uythac@bank.example" || (l.user != "") != (password != "") {
					t.Errorf("%+v", l)
				}
				if d := cmp.Diff([]string{"ops@bank.example", "it@bank.example"}, l.to); d != "" {
					t.Error(d)
				}
				if want := "[uythac LỖI] Đêm nay chưa công bố được số liệu"; l.subject != want {
					t.Errorf("subject %q, want %q", l.subject, want)
				}
				for _, want := range []string{"Nguyên nhân: Không kết nối được đến nguồn\n", "Cần làm: Hỏi người quản trị máy chủ\n", "Từ lúc: 2021-01-05 02:00:00 +07:00\n", "Máy: core-01\n"} {
					if !strings.Contains(l.body, want) {
						t.Errorf("the body lacks %q:\n%s", want, l.body)
					}
				}
			})
		}
	}
}

// A mail is not sent to a server without a certificate that is trusted, without STARTTLS where it is asked for, or with
// a wrong password; a password never goes over plain text.
func TestSMTPRefuses(t *testing.T) {
	m := alert.Message{Alert: failed("x"), Status: alert.Firing, At: night, Lang: "en"}
	unknown := newPostOffice(t, "starttls", false).channel("starttls", "")
	unknown.Root = nil
	for name, c := range map[string]alert.SMTP{
		"unknown certificate": unknown,
		"no STARTTLS":         newPostOffice(t, "none", false).channel("starttls", ""),
		"wrong password":      newPostOffice(t, "starttls", true).channel("starttls", "wrong"),
		"password in clear":   newPostOffice(t, "none", true).channel("none", "mật khẩu"),
	} {
		err := c.Send(t.Context(), m)
		if err == nil || !strings.Contains(err.Error(), "→") || strings.Contains(err.Error(), "mật khẩu") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A cause is told once, to every channel, until it is resolved; then that is told, once. Another family is another matter.
func TestBook(t *testing.T) {
	p, h := newPostOffice(t, "starttls", false), newHooks(t)
	dir := t.TempDir()
	now := night
	book := func() *alert.Book { // a new one each time, as after a restart
		return &alert.Book{Dir: dir, Host: "core-01", Lang: "en", Now: func() time.Time { return now }, Channels: []alert.Channel{
			p.channel("starttls", ""), alert.Webhook{URL: text(h.URL + "/hooks/secret"), Token: text("token"), Root: h.root()}}}
	}
	settle := func(family string, active ...alert.Alert) {
		t.Helper()
		now = now.Add(24 * time.Hour)
		if err := book().Settle(t.Context(), family, active...); err != nil {
			t.Fatal(err)
		}
	}
	told := func() (subjects []string) {
		for _, l := range p.received() {
			subjects = append(subjects, l.subject)
		}
		return subjects
	}
	const firing, over = "[uythac ERROR] Tonight's figures are not published", "[uythac RESOLVED] Tonight's figures are not published"
	settle("run ")
	for range 3 {
		settle("run ", failed("run connection"))
	}
	settle("deadline")
	if d := cmp.Diff([]string{firing}, told()); d != "" {
		t.Fatal(d)
	}
	settle("run ", failed("run disk"))
	if d := cmp.Diff([]string{firing, over, firing}, told()); d != "" {
		t.Fatalf("another cause: %s", d)
	}
	settle("run ")
	settle("run ")
	settle("run ", failed("run disk"))
	if d := cmp.Diff([]string{firing, over, firing, over, firing}, told()); d != "" {
		t.Fatalf("the same cause after it was gone: %s", d)
	}
	if len(h.posts) != 5 || h.tokens[0] != "Bearer token" {
		t.Fatalf("%d posts, tokens %v", len(h.posts), h.tokens)
	}
	post := h.posts[1]
	for key, want := range map[string]any{"status": "resolved", "key": "run connection", "severity": "error", "cause": "The source cannot be reached", "next": "Ask who runs the server",
		"host": "core-01", "run": "20210104T183000Z-1a2b3c", "since": night.Add(48 * time.Hour).Format(time.RFC3339)} {
		if post[key] != want {
			t.Errorf("%s is %v, want %v", key, post[key], want)
		}
	}
	if open, err := book().Open(); err != nil || len(open) != 1 || open[0].Key != "run disk" {
		t.Errorf("open: %v, %v", open, err)
	}
}

// A file of alerts that is damaged is put aside, and what is wrong is told: twice rather than never again.
func TestBookDamaged(t *testing.T) {
	h := newHooks(t)
	b := &alert.Book{Dir: t.TempDir(), Lang: "en", Now: func() time.Time { return night }, Channels: []alert.Channel{alert.Webhook{URL: text(h.URL + "/hooks/secret"), Root: h.root()}}}
	for i, junk := range []string{"garbage", `{"run disk": {"key": "run`, "[]", ""} {
		path := filepath.Join(b.Dir, alert.File)
		if err := os.WriteFile(path, []byte(junk), 0o600); err != nil {
			t.Fatal(err)
		}
		if open, err := b.Open(); err == nil || len(open) != 0 {
			t.Errorf("%q: open: %v, %v", junk, open, err)
		}
		if err := b.Settle(t.Context(), "run ", failed("run disk")); err == nil || !strings.Contains(err.Error(), path+" cannot be read") || len(h.posts) != i+1 {
			t.Errorf("%q: %v, %d posts", junk, err, len(h.posts))
		}
		if err := b.Settle(t.Context(), "run ", failed("run disk")); err != nil || len(h.posts) != i+1 {
			t.Errorf("%q, once more: %v, %d posts", junk, err, len(h.posts))
		}
		if aside, err := os.ReadFile(path + ".damaged"); err != nil || string(aside) != junk {
			t.Errorf("put aside: %q, %v", aside, err)
		}
	}
}

// A receiver that takes the post and never answers costs one wait, however much there is to tell; a token does not go in clear
// to another machine.
func TestWebhookRefuses(t *testing.T) {
	var posts atomic.Int64
	end := make(chan struct{})
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { posts.Add(1); <-end }))
	defer hangs.Close()
	defer close(end)
	b := &alert.Book{Dir: t.TempDir(), Lang: "en", Now: func() time.Time { return night }, Channels: []alert.Channel{
		alert.Webhook{URL: text(hangs.URL + "/hooks/secret"), Token: text("token"), Patience: 200 * time.Millisecond}}}
	err := b.Settle(t.Context(), "run ", failed("run disk"), failed("run lake"), failed("run other"))
	if err == nil || posts.Load() != 1 || strings.Contains(err.Error(), "/hooks/secret") || !strings.Contains(err.Error(), "→ check alerts.webhook.url") {
		t.Errorf("%d posts: %v", posts.Load(), err)
	}
	if open, err := b.Open(); err != nil || len(open) != 3 {
		t.Errorf("open: %v, %v", open, err)
	}
	err = alert.Webhook{URL: text("http://hooks.bank.example/x"), Token: text("token")}.Send(t.Context(), alert.Message{Alert: failed("x")})
	if err == nil || !strings.Contains(err.Error(), "not asked over TLS") {
		t.Errorf("in clear: %v", err)
	}
}

// What one channel could not be told is told the next time, and the others hear nothing twice.
func TestBookTriesAgain(t *testing.T) {
	p, h := newPostOffice(t, "starttls", false), newHooks(t)
	b := &alert.Book{Dir: t.TempDir(), Lang: "vi", Now: func() time.Time { return night }, Channels: []alert.Channel{
		p.channel("starttls", ""), alert.Webhook{URL: text(h.URL + "/hooks/secret"), Root: h.root()}}}
	p.shut(true)
	h.answer(500)
	err := b.Settle(t.Context(), "run ", failed("run disk"))
	if err == nil || strings.Contains(err.Error(), "/hooks/secret") {
		t.Fatalf("nobody was told: %v", err)
	}
	p.shut(false)
	if err := b.Settle(t.Context(), "run ", failed("run disk")); err == nil || len(p.received()) != 1 {
		t.Fatalf("the mail is to be sent, the post not: %v, %d mails", err, len(p.received()))
	}
	h.answer(200)
	if err := b.Settle(t.Context(), "other"); err != nil || len(p.received()) != 1 || len(h.posts) != 1 {
		t.Fatalf("%v, %d mails, %d posts", err, len(p.received()), len(h.posts))
	}
	if err := b.Settle(t.Context(), "run "); err != nil || len(p.received()) != 2 || len(h.posts) != 2 {
		t.Fatalf("resolved: %v, %d mails, %d posts", err, len(p.received()), len(h.posts))
	}
	left, err := os.ReadFile(filepath.Join(b.Dir, alert.File))
	if err != nil || strings.TrimSpace(string(left)) != "{}" {
		t.Errorf("the file still holds %s, %v", left, err)
	}
}
