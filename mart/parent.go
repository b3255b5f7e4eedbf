package mart

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

var (
	//go:embed sql/columns.sql
	columnsQuery string
	//go:embed sql/children.sql
	childrenQuery string
	//go:embed sql/keys.sql
	keysQuery string
)

// parent is a table that readers see, as the database has it. The zero value is one that is not there.
type parent struct {
	name       string
	doc        string   // its comment
	guarded    bool     // row-level security is on
	columns    []string // name, type and nullability of each
	docs       []string // comment of each
	children   []string // in the store
	key        string   // as key writes it; empty: none
	constraint string   // name of the key
}

// parents are the tables in the mart's schemas, by name.
func (p *Publication) parents(ctx context.Context) (map[string]parent, error) {
	all := map[string]parent{}
	each := func(query string, note func(*parent, []string)) error {
		list, err := p.rows(ctx, query)
		for _, r := range list {
			n := quote(r[0]) + "." + quote(r[1])
			t := all[n]
			t.name = n
			note(&t, r[2:])
			all[n] = t
		}
		return err
	}
	err := each(columnsQuery, func(t *parent, r []string) {
		t.columns, t.guarded = append(t.columns, described(r[0], r[1], r[2] == "t")), r[3] == "t"
		t.docs, t.doc = append(t.docs, r[4]), r[5]
	})
	if err != nil {
		return nil, err
	}
	if err := each(childrenQuery, func(t *parent, r []string) { t.children = append(t.children, r[0]) }); err != nil {
		return nil, err
	}
	return all, each(keysQuery, func(t *parent, r []string) { t.constraint, t.key = r[0], r[1] })
}

func described(column, typ string, required bool) string {
	if required {
		return column + " " + typ + " NOT NULL"
	}
	return column + " " + typ
}

// holds tells whether the table is as it is described and has the rows of a publication.
func (t parent) holds(want table, number int) bool {
	return t.leads(columns(want)) && len(t.columns) == len(columns(want)) && t.key == key(want) && t.guarded &&
		slices.Equal(t.children, []string{child(want, number)})
}

// leads tells whether the table's columns are the first of those wanted.
func (t parent) leads(wanted []schemas.Column) bool {
	return len(t.columns) <= len(wanted) && slices.EqualFunc(t.columns, wanted[:len(t.columns)], func(have string, c schemas.Column) bool {
		return have == described(c.Name, types[c.Type], !c.Null)
	})
}

// empty drops the children.
func (t parent) empty() string {
	if t.children == nil {
		return ""
	}
	return "DROP TABLE " + strings.Join(t.children, ", ") + ";\n"
}

// follow makes the table as it is described: a new one, or the one there is with columns added at its end. One whose columns
// have changed otherwise is dropped and made anew, which fails where a view stands on it.
func (t parent) follow(want table) string {
	var b strings.Builder
	if t.columns != nil && !t.leads(columns(want)) {
		b.WriteString("DROP TABLE " + t.name + ";\n")
		t = parent{}
	}
	if t.columns == nil {
		fmt.Fprintf(&b, "CREATE TABLE %s %s;\nREVOKE ALL ON %[1]s FROM PUBLIC;\n", name(want), definition(want))
	} else {
		for _, c := range columns(want)[len(t.columns):] {
			fmt.Fprintf(&b, "ALTER TABLE %s ADD COLUMN %s;\n", name(want), column(c))
		}
	}
	if !t.guarded {
		b.WriteString("ALTER TABLE " + name(want) + " ENABLE ROW LEVEL SECURITY;\n")
	}
	return b.String() + t.rekey(want) + t.document(want)
}

// rekey lets the table say which columns make its rows unique. The rows are the child's, whose own key holds them to it.
func (t parent) rekey(want table) (text string) {
	k := key(want)
	if k == t.key {
		return ""
	}
	if t.key != "" {
		text = "ALTER TABLE " + name(want) + " DROP CONSTRAINT " + quote(t.constraint) + ";\n"
	}
	if k != "" {
		text += "ALTER TABLE ONLY " + name(want) + " ADD " + k + ";\n"
	}
	return text
}

// document says what the table and its columns mean, where it does not already.
func (t parent) document(want table) string {
	var b strings.Builder
	if doc := comment(want); doc != t.doc {
		fmt.Fprintf(&b, "COMMENT ON TABLE %s IS %s;\n", name(want), literal(doc))
	}
	for i, c := range columns(want) {
		if i >= len(t.docs) || t.docs[i] != c.Comment() {
			fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", name(want), quote(c.Name), literal(c.Comment()))
		}
	}
	return b.String()
}
