package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

// SourceInit looks at a database and writes a configuration to begin with: tables of the contract's names
// are taken as they are, others get the query over the table that looks most like them.
func SourceInit(ctx context.Context, c Source, o Options) (string, error) {
	ctx, cancel, err := c.Quiet.bound(ctx, o.filled().Now())
	if err != nil {
		return "", err
	}
	defer cancel()
	s, err := survey(ctx, c.Database)
	if err != nil {
		return "", fmt.Errorf("source: %w", err)
	}
	return beginning(c.Database, s), nil
}

// beginning writes the configuration.
func beginning(c source.Config, s source.Survey) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s, as user %s. The password comes from UYTHAC_SOURCE_PASSWORD, or from the file or\n# command named by source.password_file or source.password_command.\n", s.Kind, s.Version, s.User)
	fmt.Fprintf(&b, "source:\n  kind: %s\n  url: %q\n", c.Kind, c.URL)
	var here []string
	var tables strings.Builder
	for _, t := range s.Tables {
		switch {
		case t.Offered != source.Absent && t.Problem == nil:
			here = append(here, t.Table.Name)
		case t.Offered != source.Absent:
			propose(&tables, s, t.Table, source.Relation{Name: t.Table.Name, Columns: t.Columns}, "there is a table of this name, but "+strings.ReplaceAll(t.Problem.Error(), "\n", "\n      # "))
		default:
			guess(&tables, s, t.Table)
		}
	}
	if len(here) > 0 {
		fmt.Fprintf(&b, "  # As they are: %s.\n", strings.Join(here, ", "))
	}
	if tables.Len() > 0 {
		b.WriteString("  tables:\n" + tables.String())
	}
	b.WriteString("lake: {path: lake}\nwarehouse: {path: warehouse}\n")
	return b.String()
}

// guess proposes the relation that looks most like a table that is not there under its own name.
func guess(b *strings.Builder, s source.Survey, t *schemas.Table) {
	var best source.Relation
	most := 0
	for _, r := range s.Others {
		if n := likeness(t, r); n > most {
			best, most = r, n
		}
	}
	if 4*most < 3*len(t.Kept()) {
		needed := "It may be left out: then it counts as empty."
		if t.Require {
			needed = "It is needed."
		}
		fmt.Fprintf(b, "    # %s: no table looks like it. %s %s\n", t.Name, needed, t.Doc)
		return
	}
	propose(b, s, t, best, "the table that looks most like it is "+best.Name)
}

// likeness is how many columns of a relation look like one of the table's.
func likeness(t *schemas.Table, r source.Relation) int {
	near := map[string]bool{}
	for _, c := range t.Kept() {
		if name, _ := nearestColumn(c.Name, r.Columns); name != "" {
			near[name] = true
		}
	}
	return len(near)
}

// propose writes a query whose columns are the contract's; those that have no counterpart are marked.
func propose(b *strings.Builder, s source.Survey, t *schemas.Table, r source.Relation, why string) {
	fmt.Fprintf(b, "    %s: # %s\n      query: |\n        SELECT\n", t.Name, why)
	cols := t.Kept()
	for i, c := range cols {
		comma := ","
		if i == len(cols)-1 {
			comma = ""
		}
		near, exact := nearestColumn(c.Name, r.Columns)
		switch {
		case near == c.Name:
			fmt.Fprintf(b, "          %s%s\n", near, comma)
		case exact:
			fmt.Fprintf(b, "          %s AS %s%s\n", s.Quote(near), c.Name, comma)
		case near != "":
			fmt.Fprintf(b, "          %s AS %s%s -- ? %s: %s\n", s.Quote(near), c.Name, comma, strings.ToLower(c.Type.DuckDB()), c.Doc)
		default:
			fmt.Fprintf(b, "          NULL AS %s%s -- ? %s: %s\n", c.Name, comma, strings.ToLower(c.Type.DuckDB()), c.Doc)
		}
	}
	fmt.Fprintf(b, "        FROM %s\n", from(s, r.Name))
}

// from writes a relation's name with its schema, if it has one, as SQL takes it.
func from(s source.Survey, name string) string {
	schema, relation, ok := strings.Cut(name, ".")
	if !ok {
		return s.Quote(name)
	}
	return s.Quote(schema) + "." + s.Quote(relation)
}

// nearestColumn finds a column by its name, in whatever case, or the one that shares most parts of it.
func nearestColumn(name string, columns []source.ColumnSurvey) (near string, exact bool) {
	want := strings.Split(name, "_")
	most := 0
	for _, c := range columns {
		if strings.EqualFold(c.Name, name) {
			return c.Name, true
		}
		n := 0
		for _, part := range strings.FieldsFunc(strings.ToLower(c.Name), func(r rune) bool { return r == '_' || r == ' ' || r == '-' }) {
			if len(part) > 2 && part != "code" && slices.Contains(want, part) { // every other column is a code
				n++
			}
		}
		if n > most {
			near, most = c.Name, n
		}
	}
	return near, false
}
