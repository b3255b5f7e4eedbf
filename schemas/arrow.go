package schemas

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
)

// arrowTypes maps the house's types to Arrow's. Parquet, Iceberg and DuckDB follow from typeNames.
var arrowTypes = [...]arrow.DataType{
	Code:      &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String},
	Text:      arrow.BinaryTypes.String,
	Int64:     arrow.PrimitiveTypes.Int64,
	Int32:     arrow.PrimitiveTypes.Int32,
	Int16:     arrow.PrimitiveTypes.Int32, // Iceberg and Parquet have no 16 bits
	Bool:      arrow.FixedWidthTypes.Boolean,
	Date:      arrow.FixedWidthTypes.Date32,
	Timestamp: &arrow.TimestampType{Unit: arrow.Microsecond},
	Rate:      &arrow.Decimal128Type{Precision: 7, Scale: 4},
	Ratio:     arrow.PrimitiveTypes.Float64,
	Exact:     &arrow.Decimal128Type{Precision: 38, Scale: 12},
}

// Arrow returns the type's Arrow data type.
func (t Type) Arrow() arrow.DataType { return arrowTypes[t] }

// Arrow returns the schema of a table as the lake keeps it: personal columns are left out, columns added by cleaning are in.
func (t *Table) Arrow() *arrow.Schema { return arrowSchema(t.stored()) }

// SourceArrow returns the schema of a table as the source contract offers it, personal columns included.
func (t *Table) SourceArrow() *arrow.Schema { return arrowSchema(t.Offered()) }

func arrowSchema(cols []Column) *arrow.Schema {
	fields := make([]arrow.Field, len(cols))
	for i, c := range cols {
		fields[i] = arrow.Field{Name: c.Name, Type: c.Type.Arrow(), Nullable: c.Null,
			Metadata: arrow.NewMetadata([]string{"PARQUET:field_id"}, []string{fmt.Sprint(c.ID)})}
	}
	return arrow.NewSchema(fields, nil)
}

// WriterProperties returns how Parquet files of the table are written: zstd level 1, but where that is in vain, and the encoding of each column.
func (t *Table) WriterProperties() *parquet.WriterProperties {
	opts := []parquet.WriterProperty{
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCompressionLevel(1),
		parquet.WithVersion(parquet.V2_LATEST), parquet.WithDataPageVersion(parquet.DataPageV2),
		parquet.WithStoreDecimalAsInteger(true), parquet.WithCreatedBy("uythac"),
	}
	if t.Kind == Mirror { // nobody searches a mirror but by its day; Iceberg asks for the month. Snappy and small pages take less than half the memory where many months are open, for 4 % more bytes
		opts = append(opts, parquet.WithStats(false), parquet.WithCompression(compress.Codecs.Snappy), parquet.WithDataPageSize(64<<10), parquet.WithStatsFor(t.Proof.Day, true), parquet.WithStatsFor(t.Month, true))
	}
	for _, c := range t.Columns {
		switch c.Encoding {
		case Delta:
			opts = append(opts, parquet.WithDictionaryFor(c.Name, false), parquet.WithEncodingFor(c.Name, parquet.Encodings.DeltaBinaryPacked))
		case Steps:
			opts = append(opts, parquet.WithDictionaryFor(c.Name, false), parquet.WithEncodingFor(c.Name, parquet.Encodings.DeltaBinaryPacked),
				parquet.WithCompressionFor(c.Name, compress.Codecs.Uncompressed))
		case DeltaBytes:
			opts = append(opts, parquet.WithDictionaryFor(c.Name, false), parquet.WithEncodingFor(c.Name, parquet.Encodings.DeltaByteArray))
		case Plain:
			opts = append(opts, parquet.WithDictionaryFor(c.Name, false))
		}
	}
	return parquet.NewWriterProperties(opts...)
}

// Fingerprint is a short hash of what the lake keeps of a table: it changes when a stored column does.
func (t *Table) Fingerprint() string {
	h := sha256.New()
	for _, c := range t.stored() {
		fmt.Fprintf(h, "%d %s %d %t\n", c.ID, c.Name, c.Type, c.Null)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
