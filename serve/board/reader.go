package board

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/serve"
)

// reader answers the questions of one page, all from one file.
type reader struct {
	asked
	ctx     context.Context
	desk    *serve.Desk
	guest   serve.Guest
	version serve.Version
	read    Read
	facts   *serve.Facts
}

// rows of a table or statement, as render takes them.
type rows struct {
	columns []schemas.Column
	rows    [][]any
}

// has tells whether the guest's file has a table: that of a role has those only whose rows can be told to be the role's.
func (r *reader) has(t *schemas.Table) bool { return r.facts.Tables[t.String()] }

// table reads a report or trend; where are codes that its columns must have. A table that the file does not have has no rows.
func (r *reader) table(t *schemas.Table, where warehouse.Filter) (rows, error) {
	if !r.has(t) {
		return rows{columns: t.Columns}, nil
	}
	q := warehouse.Asked{AsOf: r.AsOf, Lang: r.Lang, Where: where, Copied: !r.version.Whole}
	out, err := r.ask(t.Name, q.Rows(t))
	out.columns = t.Columns
	return out, err
}

// query reads what a statement of this package gives; its columns are those of the tables named, by name.
func (r *reader) query(name, sql string, params map[string]any, of ...*schemas.Table) (rows, error) {
	out, err := r.ask(name, warehouse.Statement{SQL: sql, Params: params})
	for i, c := range out.columns {
		for _, t := range of {
			if found, ok := t.Column(c.Name); ok {
				out.columns[i] = found
				break
			}
		}
	}
	return out, err
}

// ask runs a statement at the desk and reads all of its rows: pages ask for what fits on them.
func (r *reader) ask(name string, s warehouse.Statement) (out rows, err error) {
	a, err := r.desk.Ask(r.ctx, r.guest, r.version, serve.Question{Statement: s, Door: door, Action: "page", Text: r.Path + " " + name})
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	for _, f := range a.Schema().Fields() {
		out.columns = append(out.columns, schemas.Column{Name: f.Name, Type: typeOf(f.Type), Null: true})
	}
	for b, err := range a.Batches() {
		if err != nil {
			return out, err
		}
		for i := range int(b.NumRows()) {
			line := make([]any, b.NumCols())
			for j, c := range b.Columns() {
				if line[j], err = value(c, i); err != nil {
					a.Fail(err)
					return out, err
				}
			}
			out.rows = append(out.rows, line)
		}
	}
	r.read.Tables, r.read.Rows = append(r.read.Tables, a.Tables()...), r.read.Rows+int64(len(out.rows))
	return out, nil
}

func typeOf(t arrow.DataType) schemas.Type {
	switch t.ID() {
	case arrow.INT64, arrow.INT32, arrow.INT16:
		return schemas.Int64
	case arrow.FLOAT64:
		return schemas.Ratio
	case arrow.DATE32:
		return schemas.Date
	case arrow.BOOL:
		return schemas.Bool
	}
	return schemas.Text
}

// value is a cell as render takes it.
func value(c arrow.Array, i int) (any, error) {
	if c.IsNull(i) {
		return nil, nil
	}
	switch c := c.(type) {
	case *array.Int64:
		return c.Value(i), nil
	case *array.Int32:
		return int64(c.Value(i)), nil
	case *array.Int16:
		return int64(c.Value(i)), nil
	case *array.Float64:
		return c.Value(i), nil
	case *array.Boolean:
		return c.Value(i), nil
	case *array.Date32:
		return calendar.Day(c.Value(i)), nil
	case *array.String:
		return c.Value(i), nil
	case *array.Timestamp, *array.Decimal128:
		return c.ValueStr(i), nil
	}
	return nil, fmt.Errorf("a column of %s cannot be shown", c.DataType())
}

// at is the place of a column; it is an error of this package to ask for one that is not there.
func (t rows) at(name string) int {
	for i, c := range t.columns {
		if c.Name == name {
			return i
		}
	}
	panic("board: no column " + name)
}

// of is the value of a column in a row.
func (t rows) of(row []any, name string) any { return row[t.at(name)] }

// text is that of a column of texts; NULL is empty.
func (t rows) text(row []any, name string) string {
	s, _ := t.of(row, name).(string)
	return s
}

// only keeps the rows that a condition holds for.
func (t rows) only(keep func(row []any) bool) rows {
	out := rows{columns: t.columns}
	for _, r := range t.rows {
		if keep(r) {
			out.rows = append(out.rows, r)
		}
	}
	return out
}

// totals keeps the rows of all unions together; where a role sees none of these, it keeps those of single unions.
func (t rows) totals() rows {
	if all := t.only(func(row []any) bool { return t.text(row, "union_code") == "00" }); len(all.rows) > 0 {
		return all
	}
	return t
}

// pick keeps columns, in the order given.
func (t rows) pick(names ...string) rows {
	var out rows
	var at []int
	for _, n := range names {
		at = append(at, t.at(n))
		out.columns = append(out.columns, t.columns[t.at(n)])
	}
	for _, r := range t.rows {
		line := make([]any, len(at))
		for i, j := range at {
			line[i] = r[j]
		}
		out.rows = append(out.rows, line)
	}
	return out
}
