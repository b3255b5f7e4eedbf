package queries

import "strings"

// parse splits a file into its header and its statement. The header is the leading comment
// lines, "-- field: text"; a line "--   text" continues the field above it. Unknown fields are
// left out here and refused by the package's test.
func parse(text string) Query {
	var q Query
	fields, rest := header(text)
	for _, f := range fields {
		switch f.name {
		case "doc":
			q.Doc = f.text
		case "params":
			q.Params = f.text
		case "grain":
			q.Grain = f.text
		case "vi":
			q.TitleVI = f.text
		case "en":
			q.TitleEN = f.text
		case "units":
			q.Units = strings.Split(f.text, ", ")
		case "severity":
			q.Severity = f.text
		case "examined":
			q.Examined = f.text
		case "remedy_vi":
			q.RemedyVI = f.text
		case "remedy_en":
			q.RemedyEN = f.text
		case "param":
			q.Parameters = append(q.Parameters, param(f.text))
		}
	}
	q.SQL = strings.TrimSuffix(strings.TrimSpace(rest), ";")
	return q
}

type field struct{ name, text string }

func header(text string) (fields []field, rest string) {
	for {
		line, after, _ := strings.Cut(text, "\n")
		comment, ok := strings.CutPrefix(line, "-- ")
		if !ok {
			return fields, text
		}
		text = after
		if more, ok := strings.CutPrefix(comment, "  "); ok && len(fields) > 0 {
			fields[len(fields)-1].text += " " + strings.TrimSpace(more)
			continue
		}
		name, value, _ := strings.Cut(comment, ":")
		fields = append(fields, field{name, strings.TrimSpace(value)})
	}
}

// Param is a parameter of a query of the library.
type Param struct {
	Name     string
	Type     string // text, int, number or date
	Default  string // what it is when it is not given; empty: NULL
	Required bool   // it has no default
	Doc      string
}

// param reads "name type = default: doc", or without a default "name type: doc". The default NULL is written out.
func param(text string) Param {
	head, doc, _ := strings.Cut(text, ": ")
	head, value, optional := strings.Cut(head, " = ")
	name, kind, _ := strings.Cut(head, " ")
	if value == "NULL" {
		value = ""
	}
	return Param{Name: name, Type: kind, Default: value, Required: !optional, Doc: doc}
}
