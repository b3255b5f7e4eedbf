package serve_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/uythac/uythac/pipeline"
)

// document is a page that was read: what a test asks of it.
type document struct {
	links, sources []string
	heads, images  int
	unnamed        []string // what has no name for who cannot see it
	lang, text     string
}

func parsed(t *testing.T, body string) (d document) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	must(t, err)
	var words strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			words.WriteString(n.Data + " ")
		}
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch n.Data {
		case "html":
			d.lang = attr["lang"]
		case "h1":
			d.heads++
		case "a":
			d.links = append(d.links, attr["href"])
		case "img":
			d.sources = append(d.sources, attr["src"])
			if d.images++; attr["alt"] == "" {
				d.unnamed = append(d.unnamed, "img "+attr["src"])
			}
		case "link":
			d.sources = append(d.sources, attr["href"])
		case "script":
			if d.sources = append(d.sources, attr["src"]); attr["src"] == "" {
				d.unnamed = append(d.unnamed, "a script in the page")
			}
		case "table":
			if n.FirstChild == nil || !strings.Contains(describe(n), "caption") {
				d.unnamed = append(d.unnamed, "a table")
			}
		}
		if attr["style"] != "" || strings.HasPrefix(attr["href"], "http") || strings.HasPrefix(attr["src"], "http") {
			d.unnamed = append(d.unnamed, n.Data+" with a style or from elsewhere")
		}
	}
	d.text = strings.Join(strings.Fields(words.String()), " ")
	return d
}

// describe names the elements right in one.
func describe(n *html.Node) (names string) {
	for c := range n.ChildNodes() {
		names += c.Data + " "
	}
	return names
}

// pattern makes one of addresses that differ in their codes only.
var pattern = regexp.MustCompile(`/(unions|places|communes|groups|loans)/[^?]+`)

// crawl follows every link from a page, of each kind so many, and gives each page to look.
func (h *house) crawl(t *testing.T, role, from string, each int, look func(path string, d document)) (pages int) {
	t.Helper()
	seen, kinds := map[string]bool{from: true}, map[string]int{}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		a := h.get(t, role, path)
		if a.StatusCode != http.StatusOK {
			t.Errorf("%s: %s answers %d\n%s", role, path, a.StatusCode, a.body)
			continue
		}
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			continue
		}
		pages++
		d := parsed(t, a.body)
		look(path, d)
		for _, l := range slices.Concat(d.links, d.sources) {
			if strings.HasPrefix(l, "#") || seen[l] {
				continue
			}
			seen[l] = true
			u, err := url.Parse(l)
			must(t, err)
			kind := pattern.ReplaceAllString(u.Path, "/$1/*") + " " + strings.Join(slices.Sorted(keysOf(u.Query())), " ")
			if kinds[kind]++; kinds[kind] <= each {
				queue = append(queue, l)
			}
		}
	}
	return pages
}

func keysOf(v url.Values) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range v {
			if !yield(k) {
				return
			}
		}
	}
}

// TestPages: every link of every page leads somewhere, in both languages and for every role that sees anything; pages are whole by themselves, and
// have names for who cannot see them.
func TestPages(t *testing.T) {
	h := open(t)
	for _, role := range []string{"all_of_it", "unions", "office", "commune", "cells", "cells_of_unions"} {
		for _, from := range []string{"/", "/?lang=en"} {
			if role != "all_of_it" && from != "/" {
				continue // the same pages in other words
			}
			kinds := map[string]bool{}
			each := 1
			if role == "all_of_it" && from == "/" {
				each = 2
			}
			n := h.crawl(t, role, from, each, func(path string, d document) {
				kinds[pattern.ReplaceAllString(strings.SplitN(path, "?", 2)[0], "/$1/*")] = true
				want := "vi"
				if strings.Contains(path, "lang=en") {
					want = "en"
				}
				if d.heads != 1 || d.lang != want || len(d.unnamed) > 0 {
					t.Errorf("%s: %s has %d headings of the page, is in %q, and has without a name: %v", role, path, d.heads, d.lang, d.unnamed)
				}
			})
			single := h.of.Mart.Roles[role].Plain() // loans, and lists of single groups
			if n < 20 || !kinds["/communes/*"] || !kinds["/groups/*"] || kinds["/loans/*"] != single || kinds["/watch/groups_to_watch"] != single {
				t.Errorf("%s from %s: %d pages, of kinds %v", role, from, n, kinds)
			}
		}
	}
}

// TestPagesOfOthers: a page never names a group, a commune or a loan that the role's own file does not have.
func TestPagesOfOthers(t *testing.T) {
	h := open(t)
	c, file := published(t)
	for _, role := range []string{"unions", "commune"} {
		own := codesOf(t, pipeline.RoleFile(file, role, c.Mart.Roles[role]))
		foreign := map[string]bool{}
		for code := range codesOf(t, file) {
			foreign[code] = !own[code]
		}
		h.crawl(t, role, "/", 1, func(path string, d document) {
			for word := range strings.FieldsSeq(d.text) {
				if foreign[word] {
					t.Errorf("%s: %s tells of %s", role, path, word)
				}
			}
		})
		told := 0
		for code := range foreign {
			if !foreign[code] {
				continue
			}
			for _, kind := range []string{"groups", "communes", "loans"} {
				if told++; told > 60 {
					break
				}
				if a := h.get(t, role, "/"+kind+"/"+code); a.StatusCode != http.StatusNotFound {
					t.Errorf("%s: /%s/%s answers %d", role, kind, code, a.StatusCode)
				}
			}
		}
		if told == 0 {
			t.Errorf("%s sees everything: nothing was tried", role)
		}
	}
}

// codesOf are those of the groups, communes and loans of a file.
func codesOf(t *testing.T, file string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	must(t, eachRow(file, "", "FROM (SELECT group_code AS code FROM whole.fact.loan_month UNION SELECT commune_code FROM whole.fact.loan_month UNION SELECT contract_no FROM whole.fact.loan_month) WHERE code IS NOT NULL", func(scan func(...any) error) error {
		var code string
		err := scan(&code)
		all[code] = true
		return err
	}))
	return all
}

// TestPageFigures: a page has the figures that its file has, and a loan's page the entries of the ledger.
func TestPageFigures(t *testing.T) {
	h := open(t)
	_, file := published(t)
	overview := parsed(t, h.get(t, "all_of_it", "/").body).text
	must(t, eachRow(file, "", `SELECT groups::VARCHAR, households::VARCHAR FROM whole.report.outstanding_by_union WHERE union_code = '00' AND as_of = DATE '2020-12-31'`, func(scan func(...any) error) error {
		var groups, households string
		if err := scan(&groups, &households); err != nil {
			return err
		}
		if want := "Tổng cộng " + groups + " " + households; !strings.Contains(overview, want) {
			t.Errorf("the overview has no %q\n%s", want, overview)
		}
		return nil
	}))
	loan, lent := "", int64(0)
	must(t, eachRow(file, "", `SELECT contract_no, disbursed FROM whole.fact.loan_month WHERE as_of = DATE '2020-12-31' AND disbursed > 0 AND group_code IS NOT NULL ORDER BY 2 DESC, 1 LIMIT 1`, func(scan func(...any) error) error {
		return scan(&loan, &lent)
	}))
	page := parsed(t, h.get(t, "all_of_it", "/loans/"+loan).body).text
	if amount := dotted(lent); !strings.Contains(page, "cho vay") || strings.Count(page, amount) < 2 { // in the month, and as its entry
		t.Errorf("the page of loan %s, which was lent %s, has\n%s", loan, amount, page)
	}
}

// dotted writes an amount as Vietnamese print it.
func dotted(v int64) string {
	s := fmt.Sprint(v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// TestSignIn: a person comes in by the page and out again, and a session ends with its account.
func TestSignIn(t *testing.T) {
	h := open(t)
	jar := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	ask := func(method, path string, form url.Values, cookie *http.Cookie, headers ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+h.web+path, strings.NewReader(form.Encode()))
		must(t, err)
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		if cookie != nil {
			r.AddCookie(cookie)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		res, err := jar.Do(r)
		must(t, err)
		must(t, res.Body.Close())
		return res
	}
	if res := ask("GET", "/groups?lang=en", nil, nil); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/sign-in?next=%2Fgroups%3Flang%3Den" {
		t.Fatalf("%d %s", res.StatusCode, res.Header.Get("Location"))
	}
	right := url.Values{"user": {"unions"}, "password": {password}, "next": {"/groups?lang=en"}}
	wrong := url.Values{"user": {"unions"}, "password": {password + "x"}}
	if res := ask("POST", "/sign-in", wrong, nil); res.StatusCode != http.StatusUnauthorized || len(res.Cookies()) > 0 {
		t.Errorf("a wrong password: %d %v", res.StatusCode, res.Cookies())
	}
	if res := ask("POST", "/sign-in", right, nil, "Sec-Fetch-Site", "cross-site"); res.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %d", res.StatusCode)
	}
	res := ask("POST", "/sign-in", right, nil)
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/groups?lang=en" || len(res.Cookies()) != 1 {
		t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	in := res.Cookies()[0]
	if !in.HttpOnly || in.SameSite != http.SameSiteLaxMode || in.MaxAge <= 0 {
		t.Errorf("%+v", in)
	}
	for path, want := range map[string]int{"/": 200, "/api/reports": 200, "/groups/none": 404} {
		if res := ask("GET", path, nil, in); res.StatusCode != want {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	for _, elsewhere := range []string{"//evil.example/", "https://evil.example/", `/\evil.example`, "evil"} {
		right.Set("next", elsewhere)
		if res := ask("POST", "/sign-in", right, nil); res.Header.Get("Location") != "/" {
			t.Errorf("%s leads to %s", elsewhere, res.Header.Get("Location"))
		}
	}
	if res := ask("POST", "/sign-out", url.Values{}, in); res.StatusCode != http.StatusSeeOther {
		t.Errorf("out: %d", res.StatusCode)
	}
	if res := ask("GET", "/", nil, in); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a session that was ended answers %d", res.StatusCode)
	}
	if res := ask("GET", "/", nil, &http.Cookie{Name: in.Name, Value: "made up"}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("a session that was made up answers %d", res.StatusCode)
	}
}
