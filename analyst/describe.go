package analyst

import (
	"context"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/pipeline/warehouse"
)

// Statement is one SELECT and what it needs.
type Statement = warehouse.Statement

// Description is what a statement would answer with, what it wants to be told, and what it reads.
type Description = warehouse.Description

// Describe tells what a statement would answer with, without running it.
func (p *Pool) Describe(ctx context.Context, file, statement string) (d Description, err error) {
	r, err := p.send(ctx, file, request{SQL: statement, Only: true})
	if err != nil {
		return d, err
	}
	for _, e := range r.Batches() {
		if e != nil {
			err = e
		}
	}
	if e := r.Close(); err == nil {
		err = e
	}
	if err != nil {
		return d, err
	}
	d.Tables = r.Tables()
	parts := r.Schema().Fields()
	d.Columns, d.Parameters = parts[0].Type.(*arrow.StructType).Fields(), parts[1].Type.(*arrow.StructType).Fields()
	return d, nil
}

// describe answers with a schema of two structures and no row.
func (w *worker) describe(j job) error {
	d, err := w.warehouse.Describe(j.SQL)
	if err != nil {
		return err
	}
	schema := arrow.NewSchema([]arrow.Field{{Name: "columns", Type: arrow.StructOf(d.Columns...)}, {Name: "parameters", Type: arrow.StructOf(d.Parameters...)}}, nil)
	stream, _ := newStream(w.out, naming(schema, d.Tables))
	return stream.Close()
}

// tablesKey is the key of a schema's metadata under which a worker names the tables of a statement.
const tablesKey = "uythac.tables"

// naming is a schema that names the tables of its statement.
func naming(s *arrow.Schema, tables []string) *arrow.Schema {
	m := arrow.NewMetadata([]string{tablesKey}, []string{strings.Join(tables, "\n")})
	return arrow.NewSchema(s.Fields(), &m)
}

// Tables are those that the statement names, in small letters.
func (r *Result) Tables() []string {
	m := r.stream.Schema().Metadata()
	text, ok := m.GetValue(tablesKey)
	if !ok || text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
