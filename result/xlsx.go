package result

import (
	"bufio"
	"errors"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/xuri/excelize/v2"
)

// sheetRows is the most rows that a sheet of Excel has.
const sheetRows = 1_048_576

// exact is the largest whole number that a cell of Excel holds as it is; larger ones are texts.
const exact = 1<<53 - 1

// xlsx is a workbook with one sheet: a line of names, then the rows. Its parts are kept in a temporary file when they grow.
type xlsx struct {
	out  *bufio.Writer
	book *excelize.File
	to   *excelize.StreamWriter
	day  int // style of days
	time int // style of moments
	row  int
}

func newXLSX(out *bufio.Writer, schema *arrow.Schema) (_ *xlsx, err error) {
	x := &xlsx{out: out, book: excelize.NewFile(), row: 1}
	if x.to, err = x.book.NewStreamWriter(x.book.GetSheetName(0)); err != nil {
		return nil, err
	}
	if x.day, err = x.book.NewStyle(&excelize.Style{NumFmt: 14}); err != nil {
		return nil, err
	}
	if x.time, err = x.book.NewStyle(&excelize.Style{NumFmt: 22}); err != nil {
		return nil, err
	}
	head := make([]any, schema.NumFields())
	for i, name := range distinct(schema) {
		head[i] = name
	}
	if err := x.to.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	return x, x.to.SetRow("A1", head)
}

func (x *xlsx) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	line := make([]any, len(columns))
	for row := range int(b.NumRows()) {
		if x.row++; x.row > sheetRows {
			return fmt.Errorf("the result has more rows than a sheet of Excel: %d\n  → ask for less, or for CSV or Parquet", sheetRows-1)
		}
		for i, write := range columns {
			line[i] = x.value(b.Column(i), write, row)
		}
		if err := x.to.SetRow(fmt.Sprintf("A%d", x.row), line); err != nil {
			return err
		}
	}
	return nil
}

// value is a cell: numbers as numbers where Excel holds them exactly, days and moments as such, all else as text; a text is never
// a formula.
func (x *xlsx) value(column arrow.Array, write cell, row int) any {
	if column.IsNull(row) {
		return nil
	}
	switch a := column.(type) {
	case *array.Boolean:
		return a.Value(row)
	case *array.Int64:
		if v := a.Value(row); v <= exact && v >= -exact {
			return v
		}
	case *array.Int32:
		return a.Value(row)
	case *array.Int16:
		return a.Value(row)
	case *array.Float64:
		return a.Value(row)
	case *array.Date32:
		if day := a.Value(row).ToTime(); day.Year() >= 1900 && day.Year() < 10_000 {
			return excelize.Cell{StyleID: x.day, Value: day}
		}
	case *array.Timestamp:
		t := a.DataType().(*arrow.TimestampType) //nolint:forcetypeassert // the type of a timestamp array
		if at := a.Value(row).ToTime(t.Unit); at.Year() >= 1900 && at.Year() < 10_000 {
			return excelize.Cell{StyleID: x.time, Value: at.In(time.UTC)}
		}
	}
	text := string(write(nil, row))
	if runes := []rune(text); len(runes) > excelize.TotalCellChars {
		text = string(runes[:excelize.TotalCellChars])
	}
	return text
}

func (x *xlsx) end() error {
	err := x.to.Flush()
	if err == nil {
		err = x.book.Write(x.out)
	}
	return errors.Join(err, x.book.Close())
}
