package board

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/serve"
)

// asked is what an address says beside its path.
type asked struct {
	Lang string
	AsOf calendar.Day
	Path string

	fixed bool  // the day stands in the address
	below int64 // cells of fewer households have no figures; 0: all have
}

// ask reads day and language from an address. A day that there are no figures for is an error that says which there are, and why in
// a role's own file, which is not the whole one, there are no more.
func ask(r *http.Request, f *serve.Facts, whole bool) (a asked, err error) {
	a = asked{Lang: "vi", Path: r.URL.Path}
	if r.URL.Query().Get("lang") == "en" {
		a.Lang = "en"
	}
	if len(f.Asked) == 0 {
		return a, &missing{said{"Kho số liệu chưa có ngày nào", "The warehouse has no day yet"}}
	}
	a.AsOf = f.Asked[len(f.Asked)-1]
	text := r.URL.Query().Get("as_of")
	if text == "" {
		return a, nil
	}
	day, err := calendar.Parse(text)
	if err != nil {
		return a, &missing{said{"as_of là một ngày, như 2020-12-31", "as_of is a day, as 2020-12-31"}}
	}
	for _, d := range f.Asked {
		if d == day {
			a.AsOf, a.fixed = d, d != a.AsOf
			return a, nil
		}
	}
	return a, &missing{noDay(day, f.Asked, whole)}
}

// noDay says that there are no figures as of a day, and of which days there are.
func noDay(day calendar.Day, there []calendar.Day, whole bool) said {
	list := func(lang string) string {
		var days []string
		for _, d := range slices.Backward(there) {
			days = append(days, render.Day(lang, d))
		}
		return strings.Join(days, ", ")
	}
	s := said{"Không có số liệu đến ngày " + render.Day("vi", day) + ". Có các ngày: " + list("vi") + ".", "There are no figures as of " + render.Day("en", day) + ". There are those of " + list("en") + "."}
	if !whole {
		s.VI += " Tệp số liệu riêng của vai trò này chỉ có báo cáo tính theo yêu cầu của các ngày đó (serve.days); báo cáo được lưu có nhiều ngày hơn ở /api/reports."
		s.EN += " The file of your role has reports on demand of these days only (serve.days); kept reports have more days at /api/reports."
	}
	return s
}

// missing is a page that is not there, and why.
type missing struct{ said }

func (m *missing) Error() string { return m.EN }

// To is an address with day and language; more are names and values of further parameters.
func (a asked) To(path string, more ...string) string {
	v := url.Values{}
	if a.Lang != "vi" {
		v.Set("lang", a.Lang)
	}
	if a.fixed {
		v.Set("as_of", a.AsOf.String())
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			v.Set(more[i], more[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// T is a text in the page's language.
func (a asked) T(vi, en string) string { return said{vi, en}.in(a.Lang) }

// DayText says which day the figures are of.
func (a asked) DayText() string { return a.T("đến ", "as of ") + render.Day(a.Lang, a.AsOf) }
