package board

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/chart"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/serve"
)

const door = "page"

// Board makes pages. It is safe for use by many goroutines.
type Board struct {
	Desk *serve.Desk
	Zone *time.Location // of moments that pages tell; nil: UTC

	// Entries are the ledger entries of a contract in the days from one to another, both included, in the version of a run: columns as in
	// schemas.LoanLedger. Nil: pages show none.
	Entries func(ctx context.Context, v serve.Version, contract string, from, to calendar.Day) (columns []string, rows [][]any, err error)
}

//go:embed pages/*.html
var texts embed.FS

//go:embed assets
var assets embed.FS

// layout is the one template: what pages differ in is in their parts.
var layout = template.Must(template.New("page.html").Funcs(template.FuncMap{"asset": AssetPath}).ParseFS(texts, "pages/*.html"))

// AssetPath is the address of a file of the pages: it changes with what is in it, so browsers may keep it.
func AssetPath(name string) (string, error) {
	text, err := assets.ReadFile("assets/" + name)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return "/assets/" + hex.EncodeToString(sum[:6]) + "/" + name, nil
}

// maker fills a page from what a reader is answered.
type maker func(b *Board, r *reader, req *http.Request) (*page, error)

// makers are the pages by their pattern.
var makers = map[string]maker{
	"GET /{$}":              overview,
	"GET /unions/{code}":    unionPage,
	"GET /places":           placesPage,
	"GET /places/{code}":    officePage,
	"GET /communes/{code}":  communePage,
	"GET /groups":           groupsPage,
	"GET /groups/{code}":    groupPage,
	"GET /loans/{contract}": loanPage,
	"GET /watch":            watchPage,
	"GET /watch/{list}":     listPage,
	"GET /trends":           trendsPage,
	"GET /trends/{name}":    trendPage,
	"GET /quality":          qualityPage,
}

// Patterns are those that Page answers.
func Patterns() []string {
	var all []string
	for p := range makers {
		all = append(all, p)
	}
	return all
}

// Page writes the page of a request, which a pattern of [Patterns] has matched, for a guest and a version. What is not there is an error that [Gone] tells.
func (b *Board) Page(ctx context.Context, w *bytes.Buffer, req *http.Request, g serve.Guest, v serve.Version) (Read, error) {
	r, err := b.reader(ctx, req, g, v)
	if err != nil {
		return Read{}, err
	}
	p, err := makers[req.Pattern](b, r, req)
	if err != nil {
		return Read{}, err
	}
	b.frame(p, r, req)
	return r.read, layout.Execute(w, p)
}

// Read is what was read for a page.
type Read struct {
	Tables []string
	Rows   int64
}

// Picture draws the chart of a request for /charts/{name}.svg.
func (b *Board) Picture(ctx context.Context, w *bytes.Buffer, req *http.Request, g serve.Guest, v serve.Version) (Read, error) {
	r, err := b.reader(ctx, req, g, v)
	if err != nil {
		return Read{}, err
	}
	c, ok := chart.Lookup(strings.TrimSuffix(req.PathValue("name"), ".svg"))
	if !ok || !r.has(c.Trend) {
		return Read{}, &missing{said{"Không có biểu đồ này", "There is no such chart"}}
	}
	d, err := r.charted(c, req.URL.Query().Get("union"))
	if err != nil {
		return Read{}, err
	}
	svg, err := c.SVG(d)
	if err != nil {
		return Read{}, err
	}
	_, err = w.Write(svg)
	return r.read, err
}

// reader begins to answer a request.
func (b *Board) reader(ctx context.Context, req *http.Request, g serve.Guest, v serve.Version) (*reader, error) {
	f, err := b.Desk.Facts(ctx, v)
	if err != nil {
		return nil, err
	}
	a, err := ask(req, f, v.Whole)
	a.below = v.Below
	return &reader{asked: a, ctx: ctx, desk: b.Desk, guest: g, version: v, facts: f}, err
}

// Asset answers for the files that pages need.
func Asset(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	address, err := AssetPath(name)
	if err != nil || r.URL.Path != address {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeFileFS(w, r, assets, "assets/"+name)
}

// Gone tells whether an error is that a page is not there, and in which words.
func Gone(err error, lang string) (words string, ok bool) {
	var m *missing
	if !errors.As(err, &m) {
		return "", false
	}
	return m.in(lang), true
}

// frame fills what every page has around its parts.
func (b *Board) frame(p *page, r *reader, req *http.Request) {
	a, f := r.asked, r.facts
	p.asked, p.Signed = a, r.guest.Name != "-"
	for _, m := range menu {
		here := a.Path == m.path || m.path != "/" && strings.HasPrefix(a.Path, m.path+"/")
		p.Menu = append(p.Menu, link{m.name.in(a.Lang), a.To(m.path), here})
	}
	other := req.URL.Query()
	if other.Del("lang"); a.Lang == "vi" {
		other.Set("lang", "en")
	}
	p.Other = a.Path
	if len(other) > 0 {
		p.Other += "?" + other.Encode()
	}
	for _, day := range slices.Backward(f.Asked) {
		p.Days = append(p.Days, option{day.String(), render.Day(a.Lang, day), day == a.AsOf})
	}
	p.Fresh = b.fresh(r)
}

// fresh says how the figures stand.
func (b *Board) fresh(r *reader) fresh {
	f := r.facts
	out := fresh{Through: render.Day(r.Lang, f.Through), Run: r.version.Run, Failed: f.Failed, Warned: f.Warned}
	zone := b.Zone
	if zone == nil {
		zone = time.UTC
	}
	if at := r.version.At; !at.IsZero() {
		out.At = at.In(zone).Format("02/01/2006 15:04")
		if r.Lang == "en" {
			out.At = at.In(zone).Format("2006-01-02 15:04")
		}
	}
	switch {
	case f.Failed > 0:
		out.Words = fmt.Sprintf(r.T("%d kiểm tra không đạt", "failed checks: %d"), f.Failed)
	case f.Warned > 0:
		out.Words = fmt.Sprintf(r.T("%d cảnh báo", "warnings: %d"), f.Warned)
	default:
		out.Words = r.T("mọi kiểm tra đạt", "all checks held")
	}
	return out
}
