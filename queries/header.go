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
		case "remedy":
			q.Remedy = f.text
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
