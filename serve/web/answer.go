package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/result"
	"github.com/uythac/uythac/serve"
)

// question is what was asked of a path, ready to be answered.
type question struct {
	serve.Question
	name   string         // of the file that a browser saves
	head   map[string]any // what JSON says before the rows
	format format
	page   page
	steady bool // the same every time it is asked of the same file: it may be kept, and has an ETag
}

// answer writes the rows of a question.
func (s *Server) answer(w http.ResponseWriter, r request, q question) error {
	h := w.Header()
	h.Set("Content-Type", q.format.media)
	h.Set("Vary", "Accept, Authorization")
	h.Set("X-Uythac-Version", r.version.Run)
	if q.format.name != "json" {
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", q.name+"."+q.format.suffix))
	}
	if !q.steady {
		return s.stream(w, r, q)
	}
	key := s.key(r, q)
	h.Set("ETag", `"`+key+`"`)
	h.Set("Cache-Control", "private, no-cache")
	if known(r.Header.Get("If-None-Match"), key) {
		h.Del("Content-Disposition")
		w.WriteHeader(http.StatusNotModified)
		return s.Desk.Note(r.guest, r.version, q.Question, nil, 0)
	}
	// Others may wait for the same answer: it is made also when the first who asked is gone.
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), 10*time.Minute)
	defer done()
	made := false
	b, err := s.kept.get(key, func(out *bounded) (body, error) {
		made = true
		return s.write(ctx, out, r, q, nil)
	})
	switch {
	case errors.Is(err, errLarge):
		return s.stream(w, r, q)
	case err != nil:
		return err
	case !made:
		if err := s.Desk.Note(r.guest, r.version, q.Question, b.tables, b.rows); err != nil {
			return err
		}
	}
	link(h, b.next)
	h.Set("Content-Length", fmt.Sprint(len(b.text)))
	_, _ = w.Write(b.text) // who asked may be gone
	return nil
}

// key is the ETag: it changes with the file, with what is asked of it, and with the program.
func (s *Server) key(r request, q question) string {
	sum := sha256.New()
	for _, part := range []string{s.Version, r.version.File, q.SQL, fmt.Sprint(q.Params), fmt.Sprint(q.Variables), fmt.Sprint(q.head), fmt.Sprint(q.page), q.format.name} {
		fmt.Fprintf(sum, "%d %s\n", len(part), part)
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:18])
}

// known tells whether an If-None-Match header has the ETag.
func known(header, key string) bool {
	for tag := range strings.SplitSeq(header, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == "*" || tag == `"`+key+`"` {
			return true
		}
	}
	return false
}

// stream writes rows as they are computed. When they break off, so does the connection.
func (s *Server) stream(w http.ResponseWriter, r request, q question) error {
	out := &patient{w: w, control: http.NewResponseController(w)}
	_, err := s.write(r.Context(), out, r, q, func(next string) { link(w.Header(), next) })
	if err == nil || !out.begun {
		return err
	}
	s.Log.Debug("an answer broke off", "path", r.URL.Path, "error", err)
	panic(http.ErrAbortHandler)
}

// write asks the desk and writes what it answers. ahead is told the link to the next page before the first byte; nil: nobody.
func (s *Server) write(ctx context.Context, w io.Writer, r request, q question, ahead func(string)) (b body, err error) {
	a, err := s.Desk.Ask(ctx, r.guest, r.version, q.Question)
	if err != nil {
		return b, err
	}
	defer func() {
		if err != nil {
			a.Fail(err)
		}
		err = errors.Join(err, a.Close())
	}()
	rows, more, err := q.page.of(a.Batches())
	if err != nil {
		return b, err
	}
	if more {
		b.next = q.page.next(r.URL)
	}
	if ahead != nil {
		ahead(b.next)
	}
	b.tables = a.Tables()
	if q.format.name != "json" {
		b.rows, err = result.Write(w, q.format.name, a.Schema(), rows)
		return b, err
	}
	b.rows, err = envelope(w, q.head, a.Schema(), rows, b.next)
	return b, err
}

// envelope is the rows in JSON between what is said of them.
func envelope(w io.Writer, head map[string]any, schema *arrow.Schema, rows result.Batches, next string) (n int64, err error) {
	text, err := json.Marshal(head)
	if err != nil {
		return 0, err
	}
	before := strings.TrimSuffix(string(text), "}")
	if len(head) > 0 {
		before += ",\n"
	}
	if _, err := io.WriteString(w, before+`"rows": `); err != nil {
		return 0, err
	}
	if n, err = result.Write(w, "json", schema, rows); err != nil {
		return n, err
	}
	after := `,"next": null}`
	if next != "" {
		quoted, _ := json.Marshal(next) // a text can be encoded
		after = `,"next": ` + string(quoted) + "}"
	}
	_, err = io.WriteString(w, after+"\n")
	return n, err
}

// patient is a response whose reader may take its time, but not forever.
type patient struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begun   bool
}

func (p *patient) Write(b []byte) (int, error) {
	p.begun = true
	_ = p.control.SetWriteDeadline(time.Now().Add(stall)) // where there are no deadlines the reader has all the time
	return p.w.Write(b)
}

// link says where the next page is.
func link(h http.Header, next string) {
	if next != "" {
		h.Set("Link", "<"+next+`>; rel="next"`)
	}
}
