package flight

import (
	"context"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/flight"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql"
	"github.com/apache/arrow-go/v18/arrow/flight/flightsql/schema_ref"

	pb "github.com/apache/arrow-go/v18/arrow/flight/gen/flight"
)

// typeInfo is a type as XDBC describes it.
type typeInfo struct {
	name        string
	code        pb.XdbcDataType
	size        int32  // digits, bytes or characters
	quote       string // before and after a literal
	params      []string
	number      bool
	scale       int32 // most digits after the point
	dateTime    pb.XdbcDatetimeSubcode
	caseMatters bool
}

// types are those of the warehouse's columns, and of what statements make of them, by code and how near they come to it.
var types = []typeInfo{
	{name: "TINYINT", code: pb.XdbcDataType_XDBC_TINYINT, size: 3, number: true},
	{name: "BIGINT", code: pb.XdbcDataType_XDBC_BIGINT, size: 19, number: true},
	{name: "BLOB", code: pb.XdbcDataType_XDBC_VARBINARY, size: 32 << 20, quote: "'"},
	{name: "DECIMAL", code: pb.XdbcDataType_XDBC_DECIMAL, size: 38, number: true, params: []string{"precision", "scale"}, scale: 38},
	{name: "INTEGER", code: pb.XdbcDataType_XDBC_INTEGER, size: 10, number: true},
	{name: "SMALLINT", code: pb.XdbcDataType_XDBC_SMALLINT, size: 5, number: true},
	{name: "FLOAT", code: pb.XdbcDataType_XDBC_FLOAT, size: 7, number: true},
	{name: "DOUBLE", code: pb.XdbcDataType_XDBC_DOUBLE, size: 15, number: true},
	{name: "VARCHAR", code: pb.XdbcDataType_XDBC_VARCHAR, size: 32 << 20, quote: "'", caseMatters: true},
	{name: "BOOLEAN", code: pb.XdbcDataType_XDBC_BIT, size: 1},
	{name: "DATE", code: pb.XdbcDataType_XDBC_DATE, size: 10, quote: "'", dateTime: pb.XdbcDatetimeSubcode_XDBC_SUBCODE_DATE},
	{name: "TIME", code: pb.XdbcDataType_XDBC_TIME, size: 15, quote: "'", dateTime: pb.XdbcDatetimeSubcode_XDBC_SUBCODE_TIME, scale: 6},
	{name: "TIMESTAMP", code: pb.XdbcDataType_XDBC_TIMESTAMP, size: 26, quote: "'", dateTime: pb.XdbcDatetimeSubcode_XDBC_SUBCODE_TIMESTAMP, scale: 6},
}

// GetFlightInfoXdbcTypeInfo implements flightsql.Server.
func (*Server) GetFlightInfoXdbcTypeInfo(_ context.Context, _ flightsql.GetXdbcTypeInfo, d *flight.FlightDescriptor) (*flight.FlightInfo, error) {
	return listing(d, schema_ref.XdbcTypeInfo)
}

// DoGetXdbcTypeInfo implements flightsql.Server.
func (*Server) DoGetXdbcTypeInfo(_ context.Context, q flightsql.GetXdbcTypeInfo) (*arrow.Schema, <-chan flight.StreamChunk, error) {
	b := array.NewRecordBuilder(allocator, schema_ref.XdbcTypeInfo)
	for _, t := range types {
		if want := q.GetDataType(); want == nil || *want == int32(t.code) {
			t.add(b)
		}
	}
	return built(b)
}

// add appends a type's row.
func (t typeInfo) add(b *array.RecordBuilder) {
	number := func(i int, v int32) { b.Field(i).(*array.Int32Builder).Append(v) }
	maybe := func(i int, v int32, known bool) {
		if b := b.Field(i).(*array.Int32Builder); known {
			b.Append(v)
		} else {
			b.AppendNull()
		}
	}
	truth := func(i int, v bool) { b.Field(i).(*array.BooleanBuilder).Append(v) }
	texts(b, 0, t.name)
	number(1, int32(t.code))
	number(2, t.size)
	for _, i := range []int{3, 4} {
		if t.quote == "" {
			b.Field(i).(*array.StringBuilder).AppendNull()
		} else {
			texts(b, i, t.quote)
		}
	}
	list := b.Field(5).(*array.ListBuilder)
	if t.params == nil {
		list.AppendNull()
	} else {
		list.Append(true)
		for _, p := range t.params {
			list.ValueBuilder().(*array.StringBuilder).Append(p)
		}
	}
	number(6, int32(pb.Nullable_NULLABILITY_NULLABLE))
	truth(7, t.caseMatters)
	number(8, int32(pb.Searchable_SEARCHABLE_FULL))
	if t.number {
		truth(9, false)
	} else {
		b.Field(9).(*array.BooleanBuilder).AppendNull()
	}
	truth(10, false)
	truth(11, false)
	texts(b, 12, t.name)
	maybe(13, 0, t.number || t.scale > 0)
	maybe(14, t.scale, t.number || t.scale > 0)
	code := t.code
	if t.dateTime != 0 {
		code = pb.XdbcDataType_XDBC_DATETIME
	}
	number(15, int32(code))
	maybe(16, int32(t.dateTime), t.dateTime != 0)
	maybe(17, 10, t.number)
	maybe(18, 0, false)
}

// typeName is DuckDB's name of an Arrow type.
func typeName(t arrow.DataType) string {
	switch t := t.(type) {
	case *arrow.TimestampType:
		if t.TimeZone != "" {
			return "TIMESTAMP WITH TIME ZONE"
		}
		return "TIMESTAMP"
	case arrow.DecimalType:
		return fmt.Sprintf("DECIMAL(%d,%d)", t.GetPrecision(), t.GetScale())
	}
	names := map[arrow.Type]string{arrow.BOOL: "BOOLEAN", arrow.INT8: "TINYINT", arrow.INT16: "SMALLINT", arrow.INT32: "INTEGER", arrow.INT64: "BIGINT", arrow.FLOAT32: "FLOAT",
		arrow.FLOAT64: "DOUBLE", arrow.STRING: "VARCHAR", arrow.BINARY: "BLOB", arrow.DATE32: "DATE", arrow.TIME64: "TIME"}
	if n, ok := names[t.ID()]; ok {
		return n
	}
	return t.String()
}
