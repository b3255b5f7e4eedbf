package serve_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql/schema_ref"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/uythac/uythac/analyst"

	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
)

// client is Go's own client of the Flight door.
func (h *house) client(t testing.TB) *flightsql.Client {
	t.Helper()
	c, err := flightsql.NewClient(h.flight, nil, nil, grpc.WithTransportCredentials(insecure.NewCredentials()))
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// as is a context of a role's token.
func (h *house) as(t testing.TB, role string) context.Context {
	return metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+h.tokens[role])
}

// fetched are the rows behind an info, as text.
func fetched(ctx context.Context, c *flightsql.Client, i *flight.FlightInfo, err error) (rows []string, schema *arrow.Schema, _ error) {
	if err != nil {
		return nil, nil, err
	}
	for _, e := range i.Endpoint {
		r, err := c.DoGet(ctx, e.Ticket)
		if err != nil {
			return rows, schema, err
		}
		defer r.Release()
		schema = r.Schema()
		for r.Next() {
			b := r.RecordBatch()
			if b.NumRows() > 16_384 {
				return nil, nil, fmt.Errorf("a batch of %d rows", b.NumRows())
			}
			for row := range int(b.NumRows()) {
				var cells []string
				for _, col := range b.Columns() {
					cells = append(cells, col.ValueStr(row))
				}
				rows = append(rows, strings.Join(cells, "|"))
			}
		}
		if err := r.Err(); err != nil && !errors.Is(err, io.EOF) {
			return rows, schema, err
		}
	}
	return rows, schema, nil
}

// asked runs a statement.
func asked(ctx context.Context, c *flightsql.Client, sql string) ([]string, error) {
	i, err := c.Execute(ctx, sql)
	rows, _, err := fetched(ctx, c, i, err)
	return rows, err
}

func wantCode(t *testing.T, what string, err error, want codes.Code) {
	t.Helper()
	if got := status.Code(err); got != want || err == nil || strings.Contains(err.Error(), "/tmp") {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

// TestFlightStatements: rows come as they are, in batches that default clients take, with the schema that was announced; what is wrong is said.
func TestFlightStatements(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "all_of_it")
	const sql = "SELECT range AS n, repeat('x', 3000) AS t, DATE '2020-01-01' AS d, 1.50::DECIMAL(7,2) AS m FROM range(5000)"
	i, err := c.Execute(ctx, sql)
	must(t, err)
	announced, err := flight.DeserializeSchema(i.Schema, memory.DefaultAllocator)
	must(t, err)
	rows, schema, err := fetched(ctx, c, i, err)
	if err != nil || len(rows) != 5000 || !schema.Equal(announced) || rows[0] != "0|"+strings.Repeat("x", 3000)+"|2020-01-01|1.5" {
		t.Errorf("%d rows, %s, announced %s: %v", len(rows), schema, announced, err)
	}
	s, err := c.GetExecuteSchema(ctx, sql)
	must(t, err)
	if got, err := flight.DeserializeSchema(s.Schema, memory.DefaultAllocator); err != nil || !got.Equal(announced) {
		t.Errorf("%s, %v", got, err)
	}
	p, err := c.ExecutePoll(ctx, sql, nil)
	if err != nil || p.GetInfo() == nil || p.GetProgress() != 1 {
		t.Errorf("polled: %v, %v", p, err)
	}
	if rows, err := asked(ctx, c, "SELECT * FROM meta.run LIMIT 0"); err != nil || len(rows) != 0 {
		t.Errorf("no rows: %v, %v", rows, err)
	}
	for sql, want := range map[string]codes.Code{
		"": codes.InvalidArgument, "SELEC": codes.InvalidArgument, "SELECT nothing": codes.InvalidArgument, "DROP TABLE meta.run": codes.PermissionDenied,
		"SELECT 1; SELECT 2": codes.PermissionDenied, "ATTACH 'x' AS y": codes.PermissionDenied, "SELECT * FROM query('SELECT 1')": codes.PermissionDenied,
		"SELECT error('late') FROM range(10)": codes.InvalidArgument, "SELECT repeat('x', 40000000) AS t": codes.ResourceExhausted, "SELECT * FROM range(6000000)": codes.ResourceExhausted,
	} {
		_, err := asked(ctx, c, sql)
		wantCode(t, sql, err, want)
	}
	_, err = c.DoGet(ctx, &flight.Ticket{Ticket: []byte("nothing")})
	wantCode(t, "a ticket that is none", err, codes.InvalidArgument)
}

// TestFlightPassedOn: rows of every make come as they are though the server does not read them, in messages that default clients take; what went before an
// error comes, too, and the audit log counts the rows.
func TestFlightPassedOn(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "all_of_it")
	rows, err := asked(ctx, c, `SELECT range AS n, CASE WHEN range % 3 > 0 THEN ['a', 'Hội'][range % 3]::ENUM ('a', 'Hội') END AS e, [range, NULL] AS l, {'x': range % 2 = 0} AS s,
		CASE WHEN range % 2 = 0 THEN 1.25::DECIMAL(30, 2) * range END AS m, map {'k': range::VARCHAR} AS p FROM range(40000) ORDER BY n`)
	if want := `39999|(null)|[39999,null]|{"x":false}|(null)|[{"key":"k","value":"39999"}]`; err != nil || len(rows) != 40_000 || rows[39_999] != want {
		t.Errorf("%d rows, the last %q, want %q: %v", len(rows), rows[len(rows)-1:], want, err)
	} else if want := `2|Hội|[2,null]|{"x":true}|2.5|[{"key":"k","value":"2"}]`; rows[2] != want {
		t.Errorf("%q, want %q", rows[2], want)
	}
	rows, err = asked(ctx, c, "SELECT CASE WHEN range < 1900000 THEN range::VARCHAR ELSE error('late') END AS n FROM range(2000000)")
	wantCode(t, "an error amid the rows", err, codes.InvalidArgument)
	if len(rows) == 0 || rows[0] != "0" {
		t.Errorf("%d rows before the error", len(rows))
	}
	log := strings.Split(strings.TrimSpace(h.records(t)), "\n")
	for i, want := range []string{`"rows":40000`, `"error":"` + analyst.Invalid + `"`} {
		if got := log[len(log)-2+i]; !strings.Contains(got, want) {
			t.Errorf("the audit log says %s, want %s", got, want)
		}
	}
	p, err := c.Prepare(ctx, "SELECT ?::ENUM ('a', 'b') AS e")
	must(t, err)
	p.SetParameters(column(t, []string{"b", "a"}))
	if rows, _, err = fetched(ctx, c, mustInfo(t, ctx, p), nil); err != nil || !slices.Equal(rows, []string{"b", "a"}) {
		t.Errorf("several answers in one stream: %q, %v", rows, err)
	}
}

// column is a batch of one column of texts.
func column(t *testing.T, values []string) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "0", Type: arrow.BinaryTypes.String}}, nil))
	defer b.Release()
	b.Field(0).(*array.StringBuilder).AppendValues(values, nil)
	batch := b.NewRecordBatch()
	t.Cleanup(batch.Release)
	return batch
}

// TestFlightRefused: what would write, and what is not spoken, is refused in words.
func TestFlightRefused(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "all_of_it")
	_, err := c.ExecuteUpdate(ctx, "DELETE FROM meta.run")
	wantCode(t, "an update", err, codes.PermissionDenied)
	_, err = c.BeginTransaction(ctx)
	wantCode(t, "a transaction", err, codes.Unimplemented)
	_, err = c.ExecuteSubstrait(ctx, flightsql.SubstraitPlan{Plan: []byte("x"), Version: "1"})
	wantCode(t, "Substrait", err, codes.Unimplemented)
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.PrimitiveTypes.Int64}}, nil))
	defer b.Release()
	b.Field(0).(*array.Int64Builder).Append(1)
	batch := b.NewRecordBatch()
	defer batch.Release()
	r, err := array.NewRecordReader(batch.Schema(), []arrow.RecordBatch{batch})
	must(t, err)
	_, err = c.ExecuteIngest(ctx, r, &flightsql.ExecuteIngestOpts{TableDefinitionOptions: &flightsql.TableDefinitionOptions{IfNotExist: flightsql.TableDefinitionOptionsTableNotExistOptionCreate}, Table: "mine"})
	wantCode(t, "ingestion", err, codes.PermissionDenied)
}

// TestFlightPrepared: parameters of every kind, several rows of them, statements of others, and statements that are closed.
func TestFlightPrepared(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "unions")
	p, err := c.Prepare(ctx, "SELECT ?::BIGINT + 1 AS n, ?::VARCHAR AS t, ?::DATE AS d, ?::DOUBLE AS f, ?::BOOLEAN AS b")
	must(t, err)
	if got := p.ParameterSchema().NumFields(); got != 5 || p.DatasetSchema().Field(2).Type.ID() != arrow.DATE32 {
		t.Errorf("%s\n%s", p.ParameterSchema(), p.DatasetSchema())
	}
	_, _, err = fetched(ctx, c, mustInfo(t, ctx, p), nil)
	wantCode(t, "without values", err, codes.InvalidArgument)
	schema := arrow.NewSchema([]arrow.Field{{Name: "0", Type: arrow.PrimitiveTypes.Int32}, {Name: "1", Type: arrow.BinaryTypes.LargeString}, {Name: "2", Type: arrow.FixedWidthTypes.Date32}, {Name: "3", Type: arrow.PrimitiveTypes.Float32}, {Name: "4", Type: arrow.FixedWidthTypes.Boolean}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for i := range 3 {
		b.Field(0).(*array.Int32Builder).Append(int32(i))
		b.Field(1).(*array.LargeStringBuilder).Append("Hội '" + fmt.Sprint(i))
		b.Field(2).(*array.Date32Builder).Append(arrow.Date32(18_262 + i))
		b.Field(3).(*array.Float32Builder).Append(0.5)
		b.Field(4).(*array.BooleanBuilder).AppendNull()
	}
	batch := b.NewRecordBatch()
	defer batch.Release()
	p.SetParameters(batch)
	rows, _, err := fetched(ctx, c, mustInfo(t, ctx, p), nil)
	if want := []string{"1|Hội '0|2020-01-01|0.5|(null)", "2|Hội '1|2020-01-02|0.5|(null)", "3|Hội '2|2020-01-03|0.5|(null)"}; err != nil || !slices.Equal(rows, want) {
		t.Errorf("%q, %v", rows, err)
	}
	other := flightsql.NewPreparedStatement(c, p.Handle())
	_, err = other.Execute(h.as(t, "office"))
	wantCode(t, "a statement of somebody else", err, codes.NotFound)
	must(t, p.Close(ctx))
	_, err = flightsql.NewPreparedStatement(c, p.Handle()).Execute(ctx)
	wantCode(t, "a closed statement", err, codes.NotFound)
	_, err = c.Prepare(ctx, "DELETE FROM meta.run")
	wantCode(t, "a prepared deletion", err, codes.PermissionDenied)
}

func mustInfo(t *testing.T, ctx context.Context, p *flightsql.PreparedStatement) *flight.FlightInfo {
	t.Helper()
	i, err := p.Execute(ctx)
	must(t, err)
	return i
}

// TestFlightCatalogue: every list there is, with filters, and every code of SqlInfo.
func TestFlightCatalogue(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "all_of_it")
	list := func(i *flight.FlightInfo, err error) []string {
		t.Helper()
		rows, _, err := fetched(ctx, c, i, err)
		must(t, err)
		return rows
	}
	text := func(s string) *string { return &s }
	if got := list(c.GetCatalogs(ctx)); !slices.Equal(got, []string{"warehouse"}) {
		t.Errorf("catalogues %q", got)
	}
	if got := list(c.GetDBSchemas(ctx, &flightsql.GetDBSchemasOpts{DbSchemaFilterPattern: text("_e%t")})); !slices.Equal(got, []string{"warehouse|report"}) {
		t.Errorf("schemas %q", got)
	}
	if got := list(c.GetDBSchemas(ctx, &flightsql.GetDBSchemasOpts{Catalog: text("other")})); len(got) != 0 {
		t.Errorf("schemas of no catalogue %q", got)
	}
	if got := list(c.GetTables(ctx, &flightsql.GetTablesOpts{DbSchemaFilterPattern: text("report"), TableNameFilterPattern: text(`outstanding\_by%`)})); len(got) < 1 || !strings.HasPrefix(got[0], "warehouse|report|outstanding_by_") {
		t.Errorf("tables %q", got)
	}
	if got := list(c.GetTables(ctx, &flightsql.GetTablesOpts{TableTypes: []string{"VIEW"}})); len(got) < 30 {
		t.Errorf("%d views", len(got))
	}
	if got := list(c.GetTableTypes(ctx)); !slices.Equal(got, []string{"TABLE", "VIEW"}) {
		t.Errorf("types of tables %q", got)
	}
	if got := list(c.GetPrimaryKeys(ctx, flightsql.TableRef{DBSchema: text("report"), Table: "outstanding_by_union"})); !slices.Equal(got, []string{"warehouse|report|outstanding_by_union|as_of|1|(null)", "warehouse|report|outstanding_by_union|union_code|2|(null)"}) {
		t.Errorf("key %q", got)
	}
	ref := flightsql.TableRef{Table: "outstanding_by_union"}
	if got := slices.Concat(list(c.GetImportedKeys(ctx, ref)), list(c.GetExportedKeys(ctx, ref)), list(c.GetCrossReference(ctx, ref, ref))); len(got) != 0 {
		t.Errorf("foreign keys %q", got)
	}
	if all, one := list(c.GetXdbcTypeInfo(ctx, nil)), list(c.GetXdbcTypeInfo(ctx, new(int32(pb.XdbcDataType_XDBC_BIGINT)))); len(all) < 10 || len(one) != 1 || !strings.HasPrefix(one[0], "BIGINT|-5|19|") {
		t.Errorf("types %q %q", all, one)
	}
	rows, schema, err := fetched(ctx, c, must2(c.GetSqlInfo(ctx, nil)), nil)
	must(t, err)
	if len(rows) != len(pb.SqlInfo_name) || !schema.Equal(schema_ref.SqlInfo) {
		t.Errorf("%d of %d codes of SqlInfo, %s", len(rows), len(pb.SqlInfo_name), schema)
	}
	if got := list(c.GetSqlInfo(ctx, []flightsql.SqlInfo{flightsql.SqlInfoFlightSqlServerReadOnly})); len(got) != 1 || !strings.Contains(got[0], "true") {
		t.Errorf("read only: %q", got)
	}
	// A table's schema in the catalogue is that of its rows.
	i, err := c.GetTables(ctx, &flightsql.GetTablesOpts{DbSchemaFilterPattern: text("meta"), TableNameFilterPattern: text("run"), IncludeSchema: true})
	must(t, err)
	r, err := c.DoGet(ctx, i.Endpoint[0].Ticket)
	must(t, err)
	defer r.Release()
	if !r.Next() || r.RecordBatch().NumRows() != 1 {
		t.Fatal("there is no meta.run")
	}
	got, err := flight.DeserializeSchema(r.RecordBatch().Column(4).(*array.Binary).Value(0), memory.DefaultAllocator)
	must(t, err)
	if f := got.Field(0); f.Name != "run" || f.Nullable || f.Type.ID() != arrow.STRING || f.Metadata.ToMap()["ARROW:FLIGHT:SQL:TYPE_NAME"] != "VARCHAR" || f.Metadata.ToMap()["ARROW:FLIGHT:SQL:REMARKS"] == "" {
		t.Errorf("%s", got)
	}
}

func must2[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestFlightEntered: every kind of credentials that is not good is turned away, at every call; a session is good until it is closed.
func TestFlightEntered(t *testing.T) {
	h := open(t)
	c := h.client(t)
	for what, header := range map[string]string{"nothing": "", "a wrong token": "Bearer uyt_x", "a made-up session": "Bearer uys_" + strings.Repeat("A", 43), "another scheme": "Negotiate x", "no base64": "Basic !",
		"no colon": "Basic " + base64.StdEncoding.EncodeToString([]byte("unions"))} {
		ctx := t.Context()
		if header != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "authorization", header)
		}
		for call, err := range map[string]error{
			"statement": func() error { _, err := c.Execute(ctx, "SELECT 1"); return err }(),
			"catalogue": func() error { _, err := c.GetCatalogs(ctx); return err }(),
			"prepare":   func() error { _, err := c.Prepare(ctx, "SELECT 1"); return err }(),
			"ticket":    func() error { _, err := c.DoGet(ctx, &flight.Ticket{Ticket: []byte{1}}); return err }(),
			"update":    func() error { _, err := c.ExecuteUpdate(ctx, "SELECT 1"); return err }(),
			"session":   func() error { _, err := c.CloseSession(ctx, &flight.CloseSessionRequest{}); return err }(),
		} {
			if code := status.Code(err); code != codes.Unauthenticated && code != codes.ResourceExhausted {
				t.Errorf("%s, %s: %v", what, call, err)
			}
		}
	}
	if _, err := asked(h.as(t, "no_policy"), c, "SELECT 1"); err == nil {
		t.Error("a role without a policy is answered")
	}
	time.Sleep(0)
	ctx, err := c.Client.AuthenticateBasicToken(t.Context(), "unions", h.tokens["unions"])
	must(t, err)
	if rows, err := asked(ctx, c, "SELECT count(*) FROM meta.run"); err != nil || rows[0] != "1" {
		t.Errorf("a session: %v, %v", rows, err)
	}
	set, err := c.SetSessionOptions(ctx, &flight.SetSessionOptionsRequest{SessionOptions: must2(flight.NewSessionOptionValues(map[string]any{"catalog": "warehouse", "schema": "report"}))})
	if err != nil || len(set.GetErrors()) != 1 {
		t.Errorf("options: %v, %v", set, err)
	}
	if got, err := c.GetSessionOptions(ctx, &flight.GetSessionOptionsRequest{}); err != nil || got.GetSessionOptions()["catalog"].GetStringValue() != "warehouse" {
		t.Errorf("options: %v, %v", got, err)
	}
	if _, err := c.CloseSession(ctx, &flight.CloseSessionRequest{}); err != nil {
		t.Error(err)
	}
	_, err = asked(ctx, c, "SELECT 1")
	wantCode(t, "a closed session", err, codes.Unauthenticated)
}

// TestFlightCancel: a statement is stopped by its info, only by who runs it, and when its reader leaves.
func TestFlightCancel(t *testing.T) {
	h := open(t)
	c, ctx := h.client(t), h.as(t, "unions")
	i, err := c.Execute(ctx, "SELECT range AS n, repeat('x', 100) AS t FROM range(4000000)")
	must(t, err)
	r, err := c.DoGet(ctx, i.Endpoint[0].Ticket)
	must(t, err)
	defer r.Release()
	if !r.Next() {
		t.Fatal(r.Err())
	}
	request := &flight.CancelFlightInfoRequest{Info: i}
	if res, err := c.CancelFlightInfo(h.as(t, "office"), request); err != nil || res.Status != flight.CancelStatusNotCancellable {
		t.Errorf("somebody else: %v, %v", res, err)
	}
	if res, err := c.CancelFlightInfo(ctx, request); err != nil || res.Status != flight.CancelStatusCancelled {
		t.Errorf("%v, %v", res, err)
	}
	n := int64(0)
	for r.Next() {
		n += r.RecordBatch().NumRows()
	}
	if r.Err() == nil || n > 3_000_000 {
		t.Errorf("%d more rows, %v", n, r.Err())
	}
	left, leave := context.WithCancel(ctx)
	i, err = c.Execute(left, "SELECT range AS n FROM range(4000000)")
	must(t, err)
	_, err = c.DoGet(left, i.Endpoint[0].Ticket)
	must(t, err)
	leave()
	if rows, err := asked(ctx, c, "SELECT 1"); err != nil || len(rows) != 1 {
		t.Errorf("afterwards: %v, %v", rows, err)
	}
}
