package schemas

// Type is what a column holds. It decides the Arrow, Parquet, Iceberg and DuckDB types together.
type Type uint8

// The types of the house. Money is Int64 in whole đồng; a Ratio is computed last and never summed.
const (
	Code      Type = iota // text of few distinct values: dictionary in Arrow and Parquet
	Text                  // text of many distinct values
	Int64                 // counts, ids, money in đồng
	Int32                 // small counts, days
	Int16                 // points, days of a month
	Bool                  // true or false
	Date                  // civil day
	Timestamp             // microseconds, UTC, no zone kept
	Rate                  // DECIMAL(7,4), percent a year
	Ratio                 // DOUBLE, a quotient of exact integers
	Exact                 // DECIMAL(38,12)
)

// Encoding is how Parquet lays a column out.
type Encoding uint8

// Dictionary is the zero value: right for codes, flags, money and most else.
const (
	Dictionary Encoding = iota
	Delta               // DELTA_BINARY_PACKED: ids and other integers that grow
	Steps               // the same, not compressed: integers whose steps are as good as random, so that compression spares little and costs more than all other reading
	DeltaBytes          // DELTA_BYTE_ARRAY: sorted text keys
	Plain
)

// Column describes one column of one table, once: every other description is computed from it.
type Column struct {
	ID       int      // stable Iceberg field id: never reused, never changed
	Name     string   // the field's standard name
	Type     Type     // what it holds
	Unit     string   // đồng, households, loans, days, fraction, ...; empty for codes, names and dates
	Null     bool     // whether NULL is allowed
	Doc      string   // meaning, one or two sentences; the definition's name in the indicator catalogue
	Personal bool     // personal data: in the source contract, never in the lake
	Lake     bool     // added by cleaning: in the lake, not in the source contract
	Encoding Encoding // Parquet layout
	VI, EN   string   // heading in reports, Vietnamese and English
	Show     Show     // how reports print it
}

// Show says how a report prints a value: divided by Scale (0 means 1) or as a percentage,
// rounded half away from zero to Decimals.
type Show struct {
	Scale    int64
	Percent  bool // a fraction, printed times one hundred
	Decimals int
	VI, EN   string // unit under the heading: triệu đồng, VND million
}

type option func(*Column)

func col(id int, name string, t Type, doc string, opts ...option) Column {
	c := Column{ID: id, Name: name, Type: t, Doc: doc}
	for _, o := range opts {
		o(&c)
	}
	return c
}

func null(c *Column)     { c.Null = true }
func personal(c *Column) { c.Personal, c.Null = true, true }
func lake(c *Column)     { c.Lake = true }

func unit(u string) option      { return func(c *Column) { c.Unit = u } }
func enc(e Encoding) option     { return func(c *Column) { c.Encoding = e } }
func head(vi, en string) option { return func(c *Column) { c.VI, c.EN = vi, en } }
func show(s Show) option        { return func(c *Column) { c.Show = s } }

var (
	dong  = unit("đồng")
	keyed = enc(DeltaBytes)
	grows = enc(Delta)
	jumps = enc(Steps)
)
