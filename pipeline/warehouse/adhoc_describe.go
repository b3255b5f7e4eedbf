package warehouse

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// Description is what a statement would answer with, what it wants to be told, and what it reads.
type Description struct {
	Columns    []arrow.Field
	Parameters []arrow.Field // by their order; one whose type the statement leaves open is text
	Tables     []string      // as the statement names them, in small letters
}

// Describe compiles a statement without running it. One that may not run gives a *[QueryError].
func (a *AdHoc) Describe(statement string) (d Description, err error) {
	q, err := a.guard.check(a, statement)
	if err != nil {
		return d, err
	}
	r := &Rows{a: a}
	defer r.Close()
	if err := r.prepare(q); err != nil {
		return d, err
	}
	d.Tables = q.tables
	var options duckdb.ArrowOptions
	duckdb.ConnectionGetArrowOptions(a.conn, &options)
	defer duckdb.DestroyArrowOptions(&options)
	if d.Parameters, err = r.parameters(options); err != nil {
		return d, err
	}
	d.Columns, err = r.columns(options)
	return d, err
}

// columns are those of the result.
func (r *Rows) columns(options duckdb.ArrowOptions) ([]arrow.Field, error) {
	n := int(duckdb.PreparedStatementColumnCount(r.prepared))
	types, names := make([]duckdb.LogicalType, n), make([]string, n)
	defer destroyTypes(types)
	for i := range n {
		types[i], names[i] = duckdb.PreparedStatementColumnLogicalType(r.prepared, duckdb.IdxT(i)), duckdb.PreparedStatementColumnName(r.prepared, duckdb.IdxT(i))
		if untyped(types[i]) {
			return nil, &QueryError{Reason: Invalid, At: -1, Problem: "the types of the result depend on parameters whose types are open", Remedy: "give them types, as $1::BIGINT or ?::DATE"}
		}
	}
	return fields(options, types, names)
}

// parameters are those of the statement.
func (r *Rows) parameters(options duckdb.ArrowOptions) ([]arrow.Field, error) {
	n := int(duckdb.NParams(r.prepared))
	types, names := make([]duckdb.LogicalType, n), make([]string, n)
	defer destroyTypes(types)
	for i := range n {
		types[i], names[i] = duckdb.ParamLogicalType(r.prepared, duckdb.IdxT(i+1)), duckdb.ParameterName(r.prepared, duckdb.IdxT(i+1))
		if untyped(types[i]) {
			duckdb.DestroyLogicalType(&types[i])
			types[i] = duckdb.CreateLogicalType(duckdb.TypeVarchar)
		}
	}
	return fields(options, types, names)
}

// untyped tells whether a type is not known.
func untyped(t duckdb.LogicalType) bool {
	if t.Ptr == nil {
		return true
	}
	id := duckdb.GetTypeId(t)
	return id == duckdb.TypeInvalid || id == duckdb.TypeAny || id == duckdb.TypeSQLNull
}

func destroyTypes(types []duckdb.LogicalType) {
	for i := range types {
		duckdb.DestroyLogicalType(&types[i])
	}
}

func fields(options duckdb.ArrowOptions, types []duckdb.LogicalType, names []string) ([]arrow.Field, error) {
	s, err := arrowSchema(options, types, names)
	if err != nil {
		return nil, err
	}
	return s.Fields(), nil
}

var variable = regexp.MustCompile(`^[a-z_]+$`)

// variables gives the session's variables their values, and takes away those of the statement before.
func (a *AdHoc) variables(values map[string]string) error {
	for _, name := range a.set {
		if err := a.exec("RESET VARIABLE " + name); err != nil {
			return err
		}
	}
	a.set = nil
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !variable.MatchString(name) {
			return &QueryError{Reason: Invalid, At: -1, Problem: fmt.Sprintf("%q is no name of a variable", name)}
		}
		typ := "VARCHAR"
		if name == "as_of" {
			typ = "DATE"
		}
		a.set = append(a.set, name)
		if err := a.exec("SET VARIABLE " + name + " = " + quote(values[name]) + "::" + typ); err != nil {
			return err
		}
	}
	return nil
}
