package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/serve"
)

func (s *Server) report(w http.ResponseWriter, r request) error {
	return s.figures(w, r, "report", allReports())
}

func (s *Server) trend(w http.ResponseWriter, r request) error {
	return s.figures(w, r, "trend", schemas.Trends())
}

// figures answers with the rows of a report or trend.
func (s *Server) figures(w http.ResponseWriter, r request, action string, tables []*schemas.Table) error {
	facts, err := s.Desk.Facts(r.Context(), r.version)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	i := slices.IndexFunc(tables, func(t *schemas.Table) bool { return t.Name == name && facts.Tables[t.String()] })
	if i < 0 { // whether there is one that this role does not see is not told
		return &problem{http.StatusNotFound, fmt.Sprintf("there is no %s %q for you", action, name), fmt.Sprintf("/api/%ss lists what there is", action), -1}
	}
	t := tables[i]
	f, err := formatOf(r.Request)
	if err != nil {
		return err
	}
	p, err := pageOf(r.URL.Query())
	if err != nil {
		return err
	}
	asked, err := askedOf(r, t, facts)
	if err != nil {
		return err
	}
	head := s.about(r, facts)
	head["name"], head["title"], head["as_of"], head["lang"], head["columns"] = t.Name, titled(asked.Lang, t.VI, t.EN), asked.AsOf.String(), asked.Lang, columns(t, asked.Lang)
	q := question{
		Question: serve.Question{Statement: asked.Rows(t), Door: door, Action: action, Text: t.Name + " " + r.URL.RawQuery},
		name:     t.Name + "-" + asked.AsOf.String(), head: head, format: f, page: p, steady: true,
	}
	return s.answer(w, r, q)
}

// scopes are the parameters that limit what a figure is computed of.
var scopes = []string{"union", "office", "commune", "programme", "branch"}

// askedOf reads what is asked of a table. A parameter that is the name of a column of codes or texts keeps the rows that hold
// it.
func askedOf(r request, t *schemas.Table, f *serve.Facts) (q warehouse.Asked, err error) {
	values := r.URL.Query()
	q = warehouse.Asked{Lang: "vi", Copied: !r.version.Whole, Where: warehouse.Filter{}}
	known := append([]string{"format", "limit", "offset", "as_of", "lang"}, scopes...)
	for _, c := range t.Columns {
		if c.Type != schemas.Code && c.Type != schemas.Text {
			continue
		}
		if known = append(known, c.Name); values.Has(c.Name) {
			q.Where[c.Name] = values.Get(c.Name)
		}
	}
	if err := only(r, known...); err != nil {
		return q, err
	}
	switch lang := values.Get("lang"); lang {
	case "vi", "en":
		q.Lang = lang
	case "":
	default:
		return q, bad(fmt.Sprintf("there is no language %q", lang), "take vi or en")
	}
	q.Scope = warehouse.Scope{Union: values.Get("union"), Office: values.Get("office"), Commune: values.Get("commune"), Programme: values.Get("programme"), Branch: values.Get("branch")}
	if q.Scope != (warehouse.Scope{}) {
		if q.Copied {
			return q, &problem{http.StatusForbidden, "a scope is computed from what this role does not see", "keep rows by a column: union_code=12", -1}
		}
		if t.Kind == schemas.Trend && !t.Demand {
			return q, bad(t.Name+" is kept for all, not computed for a scope", "keep rows by a column: union_code=12")
		}
	}
	q.AsOf, err = asOf(values.Get("as_of"), t, q, f)
	return q, err
}

// asOf is the day that is asked for, else the latest.
func asOf(text string, t *schemas.Table, q warehouse.Asked, f *serve.Facts) (calendar.Day, error) {
	days := f.Days
	if t.Demand || q.Scope != (warehouse.Scope{}) {
		days = f.Asked
	}
	if len(days) == 0 {
		return 0, &problem{http.StatusNotFound, "there is no as-of day", "", -1}
	}
	if text == "" {
		return days[len(days)-1], nil
	}
	day, err := calendar.Parse(text)
	if err != nil {
		return 0, bad("as_of is no day", "write it as as_of=2020-12-31")
	}
	if !slices.Contains(days, day) {
		var list []string
		for _, d := range days {
			list = append(list, d.String())
		}
		problem := fmt.Sprintf("there are no figures as of %s", day)
		if t.Demand && q.Copied {
			problem = fmt.Sprintf("the file of your role has no %s as of %s: it is computed on demand, and kept for roles with a policy of the latest days only (serve.days)", t.Name, day)
		}
		return 0, bad(problem, "take one of: "+strings.Join(list, ", "))
	}
	return day, nil
}

// only refuses a parameter that is not known: a filter with a slip of the pen would be none.
func only(r request, known ...string) error {
	for name, values := range r.URL.Query() {
		if !slices.Contains(known, name) {
			return bad(fmt.Sprintf("there is no parameter %q here", name), "take one of: "+strings.Join(known, ", "))
		}
		if len(values) > 1 {
			return bad(fmt.Sprintf("the parameter %q stands twice", name), "give it once")
		}
	}
	return nil
}

// columns says what the columns of a table are.
func columns(t *schemas.Table, lang string) (list []map[string]any) {
	for _, c := range t.Columns {
		if c.Personal {
			continue
		}
		title := titled(lang, c.VI, c.EN)
		if title == "" {
			title = c.Name
		}
		list = append(list, map[string]any{"name": c.Name, "title": title, "type": c.Type.DuckDB(), "unit": c.Unit, "doc": c.Doc})
	}
	return list
}

func titled(lang, vi, en string) string {
	if lang == "en" {
		return en
	}
	return vi
}
