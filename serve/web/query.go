package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/serve"
)

// query answers with the rows of one SELECT.
func (s *Server) query(w http.ResponseWriter, r request) error {
	statement, err := statementOf(r)
	if err != nil {
		return err
	}
	f, err := formatOf(r.Request)
	if err != nil {
		return err
	}
	p, err := pageOf(r.URL.Query())
	if err != nil {
		return err
	}
	facts, err := s.Desk.Facts(r.Context(), r.version)
	if err != nil {
		return err
	}
	return s.answer(w, r, question{
		Question: serve.Question{Statement: statement, Door: door, Action: "query"},
		name:     "query", head: s.about(r, facts), format: f, page: p, steady: r.Method == http.MethodGet && !moves.MatchString(statement.SQL),
	})
}

// moves finds what could make a statement answer otherwise tomorrow, or the next time: the clock, chance. It finds the words
// in texts and comments, too; such a statement is just not kept.
var moves = regexp.MustCompile(`(?i)now|today|current|random|uuid|seed|local|sample|age|timestamp|nextval|txid|ago|version|sleep`)

// statementOf reads a statement: the parameter sql, or the body of a POST, as SQL or as JSON with parameters.
func statementOf(r request) (st analyst.Statement, err error) {
	if r.Method == http.MethodGet {
		if err := only(r, "sql", "format", "limit", "offset"); err != nil {
			return st, err
		}
		st.SQL = r.URL.Query().Get("sql")
		return st, some(st.SQL)
	}
	if err := only(r, "format", "limit", "offset"); err != nil {
		return st, err
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		media = ""
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return st, err
	}
	switch media {
	case "application/sql", "text/sql":
		st.SQL = string(text)
	case "application/json":
		if st, err = fromJSON(text); err != nil {
			return st, err
		}
	default:
		return st, &problem{http.StatusUnsupportedMediaType, "the body is neither SQL nor JSON", "set Content-Type to application/sql or application/json", -1}
	}
	return st, some(st.SQL)
}

func some(sql string) error {
	if strings.TrimSpace(sql) == "" {
		return bad("there is no statement", "write a SELECT, as in sql=SELECT * FROM meta.run")
	}
	return nil
}

// fromJSON reads {"sql": …, "params": {name: value}}. Whole numbers, other numbers, texts, truths and null are values; a text
// becomes a day or moment where it is compared with one.
func fromJSON(text []byte) (st analyst.Statement, err error) {
	var body struct {
		SQL    string         `json:"sql"`
		Params map[string]any `json:"params"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(&body); err != nil || d.More() {
		return st, bad("the body is no such JSON", `write it as {"sql": "SELECT $n AS n", "params": {"n": 1}}`)
	}
	st = analyst.Statement{SQL: body.SQL, Params: map[string]any{}}
	for name, v := range body.Params {
		switch v := v.(type) {
		case json.Number:
			if n, err := v.Int64(); err == nil {
				st.Params[name] = n
			} else if st.Params[name], err = v.Float64(); err != nil {
				return st, bad(fmt.Sprintf("the parameter %q is no number that fits", name), "give it as a text, and cast it")
			}
		case nil, bool, string:
			st.Params[name] = v
		default:
			return st, bad(fmt.Sprintf("the parameter %q is a list or an object", name), "give numbers, texts, true, false or null")
		}
	}
	return st, nil
}
