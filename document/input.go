package document

import (
	"fmt"
	"slices"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Input is what a document is made of.
type Input struct {
	AsOf     calendar.Day
	Period   Period
	Lang     string   // vi or en
	Scope    string   // what the reports are limited to, in the language's names; empty: nothing
	Reports  []Report // as of AsOf
	Earlier  []Report // as of the day before the period
	Trends   []Report // running trends up to AsOf, with as_of as their first column, and others on it
	Branches []string // names of the branches there are
	Small    int64    // đồng: growth from less is noted to say little; 0: it is not
	Origin   Origin
}

// Report is a report's rows for one day.
type Report struct {
	Table   *schemas.Table
	Columns []schemas.Column // without as_of
	Rows    [][]any
}

// meaningless tells whether a report has rows and no figure in any: it says nothing in the scope.
func (r Report) meaningless() bool {
	for _, row := range r.Rows {
		for i, c := range r.Columns {
			if row[i] != nil && c.Name != "union_name" && !slices.Contains(r.Table.Key, c.Name) {
				return false
			}
		}
	}
	return len(r.Rows) > 0
}

// Origin says where the figures come from.
type Origin struct {
	Run, Version string
	Built        time.Time
	Through      calendar.Day // last day taken from the source
	Checks       []Check
}

// Check is the outcome of one check.
type Check struct {
	Name, Title string
	Blocking    bool  // it refuses publication
	Failures    int64 // rows found
}

// find looks a report up by name.
func find(reports []Report, name string) (Report, bool) {
	i := slices.IndexFunc(reports, func(r Report) bool { return r.Table.Name == name })
	if i < 0 {
		return Report{}, false
	}
	return reports[i], true
}

// counts are how many checks there are, how many failed and how many warn.
func (o Origin) counts() (all, failed, warned int) {
	for _, c := range o.Checks {
		switch {
		case c.Failures > 0 && c.Blocking:
			failed++
		case c.Failures > 0:
			warned++
		}
	}
	return len(o.Checks), failed, warned
}

// sentence states the data's as-of day, run and check status.
func (o Origin) sentence(lang string, asOf calendar.Day) string {
	all, failed, warned := o.counts()
	if lang == "en" {
		return fmt.Sprintf("Data as of %s, taken from the source through %s; run %s of %s; checks: %d made, %d failed, %d with warnings.",
			date(lang, asOf), date(lang, o.Through), o.Run, o.Built.UTC().Format("2 January 2006 15:04 UTC"), all, failed, warned)
	}
	return fmt.Sprintf("Số liệu đến ngày %s, lấy từ nguồn đến hết ngày %s; lần chạy %s lúc %s (giờ UTC); kiểm tra: %d mục, %d mục không đạt, %d mục cảnh báo.",
		date(lang, asOf), date(lang, o.Through), o.Run, o.Built.UTC().Format("15:04 02/01/2006"), all, failed, warned)
}

func pick(lang, vi, en string) string {
	if lang == "en" {
		return en
	}
	return vi
}
