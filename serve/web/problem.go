package web

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"strings"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/serve"
)

// problem is why a request has no answer, and what to do.
type problem struct {
	status int
	what   string
	remedy string // empty: what says it
	at     int    // byte of the statement that it is about; -1: none
}

func (p *problem) Error() string { return p.what }

func bad(what, remedy string) *problem { return &problem{http.StatusBadRequest, what, remedy, -1} }

// statuses of the reasons of statements.
var statuses = map[string]int{
	analyst.Refused: http.StatusForbidden, analyst.Invalid: http.StatusBadRequest, analyst.Memory: http.StatusRequestEntityTooLarge, analyst.Timeout: http.StatusGatewayTimeout,
	analyst.TooMany: http.StatusRequestEntityTooLarge, analyst.TooLarge: http.StatusRequestEntityTooLarge, analyst.Busy: http.StatusServiceUnavailable,
}

// problemOf puts an error into words for who asked; what is this machine's own is not told.
func problemOf(err error) *problem {
	var p *problem
	var e *analyst.Error
	var large *http.MaxBytesError
	said := func(status int) *problem {
		what, remedy, _ := strings.Cut(err.Error(), "\n  → ")
		return &problem{status, what, remedy, -1}
	}
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &e):
		status, ok := statuses[e.Reason]
		if !ok {
			status = http.StatusInternalServerError
		}
		return &problem{status, e.Problem, e.Remedy, e.At}
	case errors.Is(err, account.ErrDenied), errors.Is(err, serve.ErrNobody):
		return said(http.StatusUnauthorized)
	case errors.Is(err, serve.ErrNoRole):
		return said(http.StatusForbidden)
	case errors.Is(err, account.ErrWait), errors.Is(err, serve.ErrSlower):
		return said(http.StatusTooManyRequests)
	case errors.Is(err, serve.ErrPreparing):
		return said(http.StatusServiceUnavailable)
	case errors.As(err, &large):
		return &problem{http.StatusRequestEntityTooLarge, "the request is too large", "shorten it", -1}
	case errors.Is(err, fs.ErrNotExist):
		return &problem{http.StatusServiceUnavailable, "nothing is published", "ask again after the next refresh", -1}
	}
	return &problem{http.StatusInternalServerError, "it failed here", "the log of the server tells why", -1}
}

// fail answers with a problem (RFC 9457).
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p.status == http.StatusInternalServerError {
		s.Log.Error("a request failed", "path", r.URL.Path, "error", err)
	}
	h := w.Header()
	switch p.status {
	case http.StatusUnauthorized:
		h.Add("WWW-Authenticate", `Basic realm="uythac", charset="UTF-8"`)
		h.Add("WWW-Authenticate", `Bearer realm="uythac"`)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", "10")
	}
	body := map[string]any{"title": http.StatusText(p.status), "status": p.status, "detail": p.what}
	if p.remedy != "" {
		body["remedy"] = p.remedy
	}
	if p.at >= 0 {
		body["at"] = p.at
	}
	text, _ := json.Marshal(body) // texts and numbers can be encoded
	h.Del("ETag")
	h.Del("Content-Disposition")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.status)
	_, _ = w.Write(append(text, '\n')) // who asked may be gone
}
