package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/uythac/uythac/serve"
	"github.com/uythac/uythac/serve/board"
)

// pagePolicy lets a page use what this server gives, and nothing else.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// pages adds the dashboards and the way in for people.
func (s *Server) pages(mux *http.ServeMux) {
	for _, pattern := range board.Patterns() {
		mux.HandleFunc(pattern, s.shown("text/html; charset=utf-8", s.Board.Page))
	}
	mux.HandleFunc("GET /charts/{name}", s.shown("image/svg+xml", s.Board.Picture))
	mux.HandleFunc("GET /assets/{version}/{name}", board.Asset)
	mux.HandleFunc("GET /sign-in", s.signInPage)
	mux.HandleFunc("POST /sign-in", s.signIn)
	mux.HandleFunc("POST /sign-out", s.signOut)
}

// drawer makes a page or a picture.
type drawer func(context.Context, *bytes.Buffer, *http.Request, serve.Guest, serve.Version) (board.Read, error)

// shown answers with what a drawer makes, and keeps it for the next who asks the same of the same file.
func (s *Server) shown(media string, draw drawer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		guest, err := s.enter(r)
		if err == nil {
			var v serve.Version
			if v, err = s.Desk.Version(guest); err == nil {
				err = s.show(w, request{r, guest, v}, media, draw)
			}
		}
		switch {
		case err == nil:
		case problemOf(err).status == http.StatusUnauthorized && s.Desk.Gate != nil && r.Header.Get("Authorization") == "":
			http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		default:
			s.sorry(w, r, err)
		}
	}
}

func (s *Server) show(w http.ResponseWriter, r request, media string, draw drawer) error {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%s\n%t", s.Version, r.version.File, r.URL.Path, r.URL.Query().Encode(), r.guest.Name != "-"))
	key := base64.RawURLEncoding.EncodeToString(sum[:18])
	h := w.Header()
	h.Set("ETag", `"`+key+`"`)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Authorization")
	q := serve.Question{Door: "page", Action: "page", Text: r.URL.Path}
	if known(r.Header.Get("If-None-Match"), key) {
		w.WriteHeader(http.StatusNotModified)
		return s.Desk.Note(r.guest, r.version, q, nil, 0)
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), time.Minute) // others may wait for the same
	defer done()
	made := false
	b, err := s.kept.get(key, func(out *bounded) (body, error) {
		made = true
		var text bytes.Buffer
		read, err := draw(ctx, &text, r.Request, r.guest, r.version)
		if err != nil {
			return body{}, err
		}
		_, err = out.Write(text.Bytes())
		return body{tables: read.Tables, rows: read.Rows}, err
	})
	if err != nil {
		return err
	}
	if !made {
		if err := s.Desk.Note(r.guest, r.version, q, b.tables, b.rows); err != nil {
			return err
		}
	}
	h.Set("Content-Type", media)
	h.Set("Content-Length", fmt.Sprint(len(b.text)))
	_, _ = w.Write(b.text) // who asked may be gone
	return nil
}

// plain is a page without figures: the way in, or why there is none.
var plain = template.Must(template.New("plain").Funcs(template.FuncMap{"asset": board.AssetPath}).Parse(plainText))

const plainText = `<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{{.Title}} · uythac</title><link rel="icon" href="{{asset "icon.svg"}}" type="image/svg+xml"><link rel="stylesheet" href="{{asset "board.css"}}"></head>
<body><main class="narrow"><h1>{{.Title}}</h1>{{if .Words}}<p role="alert">{{.Words}}</p>{{end}}
{{if .Form}}<form class="sign" method="post" action="/sign-in"><input type="hidden" name="next" value="{{.Next}}">
<label>Tên người dùng <span lang="en">/ User</span><input name="user" autocomplete="username" required autofocus value="{{.User}}"></label>
<label>Mật khẩu <span lang="en">/ Password</span><input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Đăng nhập <span lang="en">/ Sign in</span></button></form>
{{else}}<p><a href="/">Tổng quan <span lang="en">/ Overview</span></a></p>{{end}}</main></body></html>
`

type plainPage struct {
	Title, Words, Next, User string
	Form                     bool
}

// sorry answers with why there is no page.
func (s *Server) sorry(w http.ResponseWriter, r *http.Request, err error) {
	lang := r.URL.Query().Get("lang")
	if words, ok := board.Gone(err, lang); ok {
		s.plain(w, http.StatusNotFound, plainPage{Title: words})
		return
	}
	p := problemOf(err)
	if p.status == http.StatusInternalServerError {
		s.Log.Error("a page failed", "path", r.URL.Path, "error", err)
	}
	if p.status == http.StatusUnauthorized {
		w.Header().Add("WWW-Authenticate", `Basic realm="uythac", charset="UTF-8"`)
	}
	s.plain(w, p.status, plainPage{Title: "Chưa xem được trang này / This page cannot be shown", Words: strings.TrimSuffix(p.what+": "+p.remedy, ": ")})
}

func (s *Server) plain(w http.ResponseWriter, status int, p plainPage) {
	var text bytes.Buffer
	if err := plain.Execute(&text, p); err != nil {
		s.Log.Error("a page failed", "error", err)
	}
	h := w.Header()
	h.Del("ETag")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes()) // who asked may be gone
}

// next is the path on this server that a sign-in leads to.
func next(r *http.Request) string {
	to := r.FormValue("next")
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n") {
		return "/"
	}
	return to
}

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request) {
	s.plain(w, http.StatusOK, plainPage{Title: "Đăng nhập uythac", Form: true, Next: next(r)})
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	ctx, done := context.WithTimeout(r.Context(), 10*time.Second)
	defer done()
	guest, err := s.Desk.Password(ctx, "page", from(r), r.PostFormValue("user"), r.PostFormValue("password"))
	if err != nil {
		p := problemOf(err)
		words := "Tên người dùng hoặc mật khẩu không đúng / User or password is wrong"
		if p.status != http.StatusUnauthorized {
			words = strings.TrimSuffix(p.what+": "+p.remedy, ": ")
		}
		s.plain(w, p.status, plainPage{Title: "Đăng nhập uythac", Words: words, Form: true, Next: next(r), User: r.PostFormValue("user")})
		return
	}
	secret, err := s.sessions.begin(guest, s.Desk.Time())
	if err != nil {
		s.sorry(w, r, err)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName(r.TLS != nil), Value: secret, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode, MaxAge: int(sessionTime.Seconds())})
	http.Redirect(w, r, next(r), http.StatusSeeOther)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	name := cookieName(r.TLS != nil)
	if c, err := r.Cookie(name); err == nil {
		s.sessions.end(c.Value)
	}
	http.SetCookie(w, &http.Cookie{Name: name, Path: "/", HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode, MaxAge: -1})
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// errSession is of a session that is not known, or no longer.
var errSession = errors.New("this session has ended\n  → sign in again")
