package alert

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Webhook posts JSON to a URL.
type Webhook struct {
	// URL is asked for with every post: it may be a secret itself.
	URL func(context.Context) (string, error)
	// Token, if there is one, goes into the header Authorization as a bearer's.
	Token func(context.Context) (string, error)
	Root  *tls.Config
	// Patience is how long a post may take; 0: 30 seconds.
	Patience time.Duration
}

// hook is what is posted. Text is the whole message: chat programs show it and ignore the rest.
type hook struct {
	Text     string    `json:"text"`
	Status   Status    `json:"status"`
	Key      string    `json:"key"`
	Severity Severity  `json:"severity"`
	Title    string    `json:"title"`
	Cause    string    `json:"cause"`
	Next     string    `json:"next"`
	Run      string    `json:"run,omitempty"`
	Host     string    `json:"host"`
	Since    time.Time `json:"since"`
	At       time.Time `json:"at"`
}

// postTime is how long a post usually may take.
const postTime = 30 * time.Second

// Name names the channel.
func (w Webhook) Name() string { return "webhook" }

// Send posts a message; any answer of 2xx is taken as understood. Redirects are not followed: a token must not go elsewhere.
func (w Webhook) Send(ctx context.Context, m Message) error {
	address, err := w.URL(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(hook{
		Text: m.Subject() + "\n\n" + m.Body(), Status: m.Status, Key: m.Key, Severity: m.Severity, Title: m.Title.In(m.Lang), Cause: m.Cause.In(m.Lang), Next: m.Next.In(m.Lang),
		Run: m.Run, Host: m.Host, Since: m.Since, At: m.At,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(w.Patience, postTime))
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("no request can be made of the URL\n  → write alerts.webhook.url as https://host/path")
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "uythac")
	if w.Token != nil {
		if r.URL.Scheme != "https" && !loopback(r.URL.Hostname()) {
			return fmt.Errorf("%s is not asked over TLS, and the token would be read by anybody on the way\n  → write alerts.webhook.url as https://…, or take the token out", r.URL.Host)
		}
		token, err := w.Token(ctx)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: w.Root},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	answer, err := client.Do(r)
	if err != nil {
		return fmt.Errorf("%s cannot be reached: %w\n  → check alerts.webhook.url and that the receiver runs", r.URL.Host, withoutURL(err))
	}
	defer func() { _ = answer.Body.Close() }() // what it says is not read
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("%s answers %s\n  → check alerts.webhook.url and the token against what the receiver expects", r.URL.Host, answer.Status)
	}
	return nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// withoutURL takes the URL out of an error: its path may be a secret.
func withoutURL(err error) error {
	if e, ok := err.(*url.Error); ok { //nolint:errorlint // the client returns it itself
		return e.Err
	}
	return err
}
