package flight

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql/schema_ref"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/serve"
)

var allocator = memory.DefaultAllocator

// relation is a table or view of a version's file.
type relation struct {
	schema, name string
	kind         string // TABLE or VIEW
	fields       []arrow.Field
}

// catalogues are what files hold, each read once. The zero value is empty.
type catalogues struct {
	mu sync.Mutex
	by map[string][]relation
}

// mostCatalogues is how many files' are remembered: of every role the present one, and some more.
const mostCatalogues = 100

// catalogue lists what the guest's file has, by schema and name; with columns where they are wanted.
func (s *Server) catalogue(ctx context.Context, columns bool) ([]relation, error) {
	v, err := s.Desk.Version(guestOf(ctx))
	if err != nil {
		return nil, said(err)
	}
	key := v.File
	if columns {
		key += " with columns"
	}
	s.catalogues.mu.Lock()
	list, ok := s.catalogues.by[key]
	s.catalogues.mu.Unlock()
	if ok {
		return list, nil
	}
	if list, err = s.readCatalogue(ctx, v, columns); err != nil {
		return nil, said(err)
	}
	s.catalogues.mu.Lock()
	defer s.catalogues.mu.Unlock()
	if s.catalogues.by == nil || len(s.catalogues.by) >= mostCatalogues {
		s.catalogues.by = map[string][]relation{}
	}
	s.catalogues.by[key] = list
	return list, nil
}

func (s *Server) readCatalogue(ctx context.Context, v serve.Version, columns bool) (list []relation, err error) {
	facts, err := s.Desk.Facts(ctx, v)
	if err != nil {
		return nil, err
	}
	for name, kind := range facts.Kinds {
		r := relation{kind: kind}
		r.schema, r.name, _ = strings.Cut(name, ".")
		if columns {
			d, err := s.Desk.Describe(ctx, v, `SELECT * FROM "`+r.schema+`"."`+r.name+`"`)
			if err != nil {
				return nil, err
			}
			r.fields = r.documented(d.Columns)
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b relation) int {
		return strings.Compare(a.kind+"\x00"+a.schema+"\x00"+a.name, b.kind+"\x00"+b.schema+"\x00"+b.name)
	})
	return list, nil
}

// table is the description of a relation that has one.
func (r relation) table() *schemas.Table {
	t, ok := schemas.Lookup(r.name)
	if !ok || t.Kind.Namespace() != r.schema {
		return nil
	}
	return t
}

// documented says of every column what Flight SQL has words for.
func (r relation) documented(fields []arrow.Field) []arrow.Field {
	t, out := r.table(), slices.Clone(fields)
	for i, f := range out {
		b := flightsql.NewColumnMetadataBuilder().CatalogName(Catalog).SchemaName(r.schema).TableName(r.name).TypeName(typeName(f.Type)).
			IsReadOnly(true).IsAutoIncrement(false).IsSearchable(true)
		if t != nil {
			if c, ok := t.Column(f.Name); ok {
				b.Remarks(c.Comment())
				out[i].Nullable = c.Null
			}
		}
		if d, ok := f.Type.(arrow.DecimalType); ok {
			b.Precision(d.GetPrecision()).Scale(d.GetScale())
		}
		out[i].Metadata = b.Metadata()
	}
	return out
}

// like matches a pattern of catalogue calls: % is any text, _ any character, and \ takes the meaning of the next one away.
func like(pattern, text string) bool {
	p, t := []rune(pattern), []rune(text)
	var match func(i, j int) bool
	seen := map[[2]int]bool{} // that do not match: a pattern of many % is not tried twice
	match = func(i, j int) bool {
		if i == len(p) {
			return j == len(t)
		}
		if seen[[2]int{i, j}] {
			return false
		}
		switch {
		case p[i] == '%':
			if match(i+1, j) || j < len(t) && match(i, j+1) {
				return true
			}
		case j == len(t):
		case p[i] == '\\' && i+1 < len(p):
			if p[i+1] == t[j] && match(i+2, j+1) {
				return true
			}
		case (p[i] == '_' || p[i] == t[j]) && match(i+1, j+1):
			return true
		}
		seen[[2]int{i, j}] = true
		return false
	}
	return match(0, 0)
}

// ofCatalog tells whether a filter on the catalogue lets the one there is through.
func ofCatalog(filter *string) bool { return filter == nil || *filter == Catalog }

func matches(pattern *string, text string) bool { return pattern == nil || like(*pattern, text) }

// listing is where a list is to be had.
func listing(d *flight.FlightDescriptor, schema *arrow.Schema) (*flight.FlightInfo, error) {
	return info(d, schema, d.Cmd), nil
}

// GetFlightInfoCatalogs implements flightsql.Server.
func (*Server) GetFlightInfoCatalogs(_ context.Context, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.Catalogs)
}

// DoGetCatalogs implements flightsql.Server.
func (*Server) DoGetCatalogs(context.Context) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	b := array.NewRecordBuilder(allocator, schema_ref.Catalogs)
	texts(b, 0, Catalog)
	return built(b)
}

// texts appends texts to the columns of a builder from one on.
func texts(b *array.RecordBuilder, from int, values ...string) {
	for i, v := range values {
		b.Field(from + i).(*array.StringBuilder).Append(v)
	}
}

// GetFlightInfoSchemas implements flightsql.Server.
func (*Server) GetFlightInfoSchemas(_ context.Context, _ flightsql.GetDBSchemas, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.DBSchemas)
}

// DoGetDBSchemas implements flightsql.Server.
func (s *Server) DoGetDBSchemas(ctx context.Context, q flightsql.GetDBSchemas) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	list, err := s.catalogue(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, r := range list {
		if ofCatalog(q.GetCatalog()) && matches(q.GetDBSchemaFilterPattern(), r.schema) {
			names = append(names, r.schema)
		}
	}
	slices.Sort(names)
	b := array.NewRecordBuilder(allocator, schema_ref.DBSchemas)
	for _, n := range slices.Compact(names) {
		texts(b, 0, Catalog, n)
	}
	return built(b)
}

// GetFlightInfoTables implements flightsql.Server.
func (*Server) GetFlightInfoTables(_ context.Context, q flightsql.GetTables, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	if q.GetIncludeSchema() {
		return listing(d, schema_ref.TablesWithIncludedSchema)
	}
	return listing(d, schema_ref.Tables)
}

// DoGetTables implements flightsql.Server.
func (s *Server) DoGetTables(ctx context.Context, q flightsql.GetTables) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	list, err := s.catalogue(ctx, q.GetIncludeSchema())
	if err != nil {
		return nil, nil, err
	}
	schema := schema_ref.Tables
	if q.GetIncludeSchema() {
		schema = schema_ref.TablesWithIncludedSchema
	}
	b := array.NewRecordBuilder(allocator, schema)
	for _, r := range list {
		if !ofCatalog(q.GetCatalog()) || !matches(q.GetDBSchemaFilterPattern(), r.schema) || !matches(q.GetTableNameFilterPattern(), r.name) ||
			len(q.GetTableTypes()) > 0 && !slices.Contains(q.GetTableTypes(), r.kind) {
			continue
		}
		texts(b, 0, Catalog, r.schema, r.name, r.kind)
		if q.GetIncludeSchema() {
			b.Field(4).(*array.BinaryBuilder).Append(flight.SerializeSchema(arrow.NewSchema(r.fields, nil), allocator))
		}
	}
	return built(b)
}

// GetFlightInfoTableTypes implements flightsql.Server.
func (*Server) GetFlightInfoTableTypes(_ context.Context, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.TableTypes)
}

// DoGetTableTypes implements flightsql.Server.
func (*Server) DoGetTableTypes(context.Context) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	b := array.NewRecordBuilder(allocator, schema_ref.TableTypes)
	texts(b, 0, "TABLE")
	texts(b, 0, "VIEW")
	return built(b)
}

// GetFlightInfoPrimaryKeys implements flightsql.Server.
func (*Server) GetFlightInfoPrimaryKeys(_ context.Context, _ flightsql.TableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.PrimaryKeys)
}

// DoGetPrimaryKeys implements flightsql.Server: the columns that make a table's rows unique.
func (s *Server) DoGetPrimaryKeys(ctx context.Context, q flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	list, err := s.catalogue(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	b := array.NewRecordBuilder(allocator, schema_ref.PrimaryKeys)
	for _, r := range list {
		if q.Table != r.name || !ofCatalog(q.Catalog) || q.DBSchema != nil && *q.DBSchema != r.schema || r.table() == nil {
			continue
		}
		for i, column := range r.table().Key {
			texts(b, 0, Catalog, r.schema, r.name, column)
			b.Field(4).(*array.Int32Builder).Append(int32(i + 1)) //nolint:gosec // a key has some columns
			b.Field(5).(*array.StringBuilder).AppendNull()
		}
	}
	return built(b)
}

// Foreign keys are not declared: a group's union is that of the day, so that no column alone names a row of another table.

// GetFlightInfoImportedKeys implements flightsql.Server.
func (*Server) GetFlightInfoImportedKeys(_ context.Context, _ flightsql.TableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.ImportedKeys)
}

// DoGetImportedKeys implements flightsql.Server: there are none.
func (*Server) DoGetImportedKeys(context.Context, flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return built(array.NewRecordBuilder(allocator, schema_ref.ImportedKeys))
}

// GetFlightInfoExportedKeys implements flightsql.Server.
func (*Server) GetFlightInfoExportedKeys(_ context.Context, _ flightsql.TableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.ExportedKeys)
}

// DoGetExportedKeys implements flightsql.Server: there are none.
func (*Server) DoGetExportedKeys(context.Context, flightsql.TableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return built(array.NewRecordBuilder(allocator, schema_ref.ExportedKeys))
}

// GetFlightInfoCrossReference implements flightsql.Server.
func (*Server) GetFlightInfoCrossReference(_ context.Context, _ flightsql.CrossTableRef, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.CrossReference)
}

// DoGetCrossReference implements flightsql.Server: there are none.
func (*Server) DoGetCrossReference(context.Context, flightsql.CrossTableRef) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	return built(array.NewRecordBuilder(allocator, schema_ref.CrossReference))
}
