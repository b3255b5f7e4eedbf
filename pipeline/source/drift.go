package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// drift compares a table's columns in the source with the contract.
type drift struct {
	table    *schemas.Table
	policy   Drift
	problems []string
	remedies []string
	columns  []string // that have problems
	layout   *layout
}

// fit lays out how a table is read from a result with these columns, or says in one *Refusal all that is
// wrong with it.
func (c *Config) fit(t *schemas.Table, l *layout, have []resultColumn) error {
	d := &drift{table: t, policy: c.Tables[t.Name].Drift, layout: l}
	byName := d.index(have)
	var missing []string
	for _, col := range t.Kept() {
		from, ok := byName[col.Name]
		switch {
		case !ok:
			missing = append(missing, col.Name)
		case !accepted(col.Type, from.class):
			d.retyped(col, from)
		default:
			l.picks = append(l.picks, c.newPick(t, col, from))
		}
	}
	if slices.ContainsFunc(l.picks, func(p pick) bool { return p.opaque }) {
		l.salt = saltOf(c.Key)
	}
	beyond := d.beyond(have)
	d.missing(missing, beyond)
	d.take(beyond)
	return d.refusal()
}

func (d *drift) problem(column, problem, remedy string) {
	d.columns = append(d.columns, column)
	d.problems = append(d.problems, problem)
	if !slices.Contains(d.remedies, remedy) {
		d.remedies = append(d.remedies, remedy)
	}
}

func (d *drift) setting(name string) string { return "source.tables." + d.table.Name + "." + name }

// index finds columns by name.
func (d *drift) index(have []resultColumn) map[string]resultColumn {
	byName := make(map[string]resultColumn, len(have))
	for _, c := range have {
		if _, twice := byName[c.name]; twice {
			d.problem(c.name, "column "+c.name+" is there twice", "give every column of "+d.setting("query")+" a name of its own")
		}
		byName[c.name] = c
	}
	return byName
}

func (d *drift) retyped(col schemas.Column, from resultColumn) {
	d.problem(col.Name, fmt.Sprintf("column %s is %s, the contract's is %s", col.Name, from.typ, contractType(col.Type)),
		"cast it to the contract's type in "+d.setting("query"))
}

// beyond lists the columns that the contract does not have. Personal ones it has; they are not read.
func (d *drift) beyond(have []resultColumn) []resultColumn {
	offered := d.table.Offered()
	var list []resultColumn
	for _, c := range have {
		if !slices.ContainsFunc(offered, func(o schemas.Column) bool { return o.Name == c.name }) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b resultColumn) int { return strings.Compare(a.name, b.name) })
	return list
}

func (d *drift) missing(names []string, beyond []resultColumn) {
	for i, name := range names {
		remedy := "select it in " + d.setting("query")
		if len(names) == 1 && len(beyond) == 1 {
			remedy = fmt.Sprintf("if it was renamed to %s, select %s AS %s in %s", beyond[0].name, beyond[0].name, name, d.setting("query"))
		}
		d.problem(name, "column "+name+" is missing", remedy)
		if i == 0 && len(beyond) > 0 && !(len(names) == 1 && len(beyond) == 1) {
			d.remedies = append(d.remedies, "if columns were renamed, select them AS the contract's names in "+d.setting("query"))
		}
	}
}

// take deals with the columns that the contract does not have as the policy says.
func (d *drift) take(beyond []resultColumn) {
	for _, c := range beyond {
		switch {
		case d.policy == Discard:
			d.layout.shape.Notes = append(d.layout.shape.Notes, fmt.Sprintf("%s: column %s (%s) is not in the contract and is left out", d.table.Name, c.name, c.typ))
		case d.policy != Evolve:
			d.problem(c.name, "column "+c.name+" is not in the contract",
				fmt.Sprintf("leave it out in %s, or set %s to evolve (keep it) or discard", d.setting("query"), d.setting("drift")))
		case c.class == classOther:
			d.problem(c.name, fmt.Sprintf("column %s is %s, which cannot be kept as text", c.name, c.typ), "cast it to text in "+d.setting("query")+", or leave it out there")
		case c.name == schemas.UnitMonth || c.name == schemas.BadCells:
			d.problem(c.name, "column "+c.name+" has a name that the copy needs itself", "give it another name in "+d.setting("query"))
		default:
			d.layout.picks = append(d.layout.picks, pick{Column: schemas.Column{Name: c.name, Type: schemas.Text, Null: true}, from: c, extra: true})
			d.layout.shape.Extra = append(d.layout.shape.Extra, c.name)
			d.layout.shape.Notes = append(d.layout.shape.Notes, fmt.Sprintf("%s: column %s (%s) is not in the contract and is kept as text", d.table.Name, c.name, c.typ))
		}
	}
}

func (d *drift) refusal() error {
	if len(d.problems) == 0 {
		return nil
	}
	r := &Refusal{File: "table " + d.table.Name, Problem: strings.Join(d.problems, "; "), Remedy: strings.Join(d.remedies, "\n  → ")}
	if len(d.columns) == 1 {
		r.Column = d.columns[0]
	}
	return r
}
