package analyst

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/uythac/uythac/calendar"
)

// request is one line of JSON that a worker reads: the first opens, each later one asks or cancels.
type request struct {
	Open   *opening          `json:"open,omitempty"`
	ID     int               `json:"id,omitempty"` // of a statement; a late cancellation of another one is nothing
	SQL    string            `json:"sql,omitempty"`
	Params map[string]*value `json:"params,omitempty"`
	Vars   map[string]string `json:"vars,omitempty"`
	Only   bool              `json:"only,omitempty"` // say what the statement would answer with, and do not run it
	Cancel bool              `json:"cancel,omitempty"`
}

// opening is what a worker works on.
type opening struct {
	File   string `json:"file"`
	Temp   string `json:"temp"`
	Limits Limits `json:"limits"`
}

// value is a parameter's value with its type; nil is NULL.
type value struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

// written writes the parameters of a statement: nil, bool, int64, float64, string, calendar.Day or time.Time.
func written(params map[string]any) (map[string]*value, error) {
	out := map[string]*value{}
	for name, p := range params {
		switch p := p.(type) {
		case nil:
			out[name] = nil
		case bool:
			out[name] = &value{"bool", strconv.FormatBool(p)}
		case int64:
			out[name] = &value{"int", strconv.FormatInt(p, 10)}
		case float64:
			out[name] = &value{"float", strconv.FormatFloat(p, 'g', -1, 64)}
		case string:
			if !utf8.ValidString(p) {
				return nil, noText("the parameter " + name)
			}
			out[name] = &value{"text", p}
		case time.Time:
			out[name] = &value{"time", strconv.FormatInt(p.UnixMicro(), 10)}
		case calendar.Day:
			out[name] = &value{"date", p.String()}
		default:
			return nil, fmt.Errorf("parameter %s: a value of type %T", name, p)
		}
	}
	return out, nil
}

// read gives the parameters back.
func read(params map[string]*value) (map[string]any, error) {
	out := map[string]any{}
	for name, v := range params {
		if v == nil {
			out[name] = nil
			continue
		}
		var err error
		switch v.Type {
		case "bool":
			out[name], err = strconv.ParseBool(v.Text)
		case "int":
			out[name], err = strconv.ParseInt(v.Text, 10, 64)
		case "float":
			out[name], err = strconv.ParseFloat(v.Text, 64)
		case "text":
			out[name] = v.Text
		case "time":
			var micros int64
			micros, err = strconv.ParseInt(v.Text, 10, 64)
			out[name] = time.UnixMicro(micros)
		case "date":
			out[name], err = calendar.Parse(v.Text)
		default:
			err = fmt.Errorf("a value of type %s", v.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
	}
	return out, nil
}
