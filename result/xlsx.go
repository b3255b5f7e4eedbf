package result

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/xuri/excelize/v2"
)

// sheetRows is the most rows that a sheet of Excel has.
const sheetRows = 1_048_576

// exact is the largest whole number that a cell of Excel holds as it is; larger ones are texts.
const exact = 1<<53 - 1

// digits are the most that a whole number of decimal type may have to be a number in Excel; one with more is a text.
const digits = 15

// xlsx is a workbook with one sheet: a line of names, then the rows. Its parts are kept in a temporary file when they grow.
type xlsx struct {
	out    *bufio.Writer
	book   *excelize.File
	to     *excelize.StreamWriter
	schema *arrow.Schema
	styles sheetStyles
	row    int // 0: the head is not written yet
}

func newXLSX(out *bufio.Writer, schema *arrow.Schema) (_ *xlsx, err error) {
	x := &xlsx{out: out, book: excelize.NewFile(), schema: schema}
	if x.to, err = x.book.NewStreamWriter(x.book.GetSheetName(0)); err != nil {
		return nil, err
	}
	x.styles, err = newSheetStyles(x.book)
	return x, err
}

func (x *xlsx) batch(b arrow.RecordBatch) error {
	columns := cells(b)
	if x.row == 0 {
		if err := x.head(b, columns); err != nil {
			return err
		}
	}
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
			return excelize.Cell{StyleID: x.styles.whole, Value: v}
		}
	case *array.Int32:
		return a.Value(row)
	case *array.Int16:
		return a.Value(row)
	case *array.Float64:
		if v := a.Value(row); !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v
		}
	case *array.Decimal128:
		if v, whole, ok := decimal(string(write(nil, row))); ok && whole {
			return excelize.Cell{StyleID: x.styles.whole, Value: v}
		} else if ok {
			return v
		}
	case *array.Date32:
		if day := a.Value(row).ToTime(); day.Year() >= 1900 && day.Year() < 10_000 {
			return excelize.Cell{StyleID: x.styles.day, Value: day}
		}
	case *array.Timestamp:
		t := a.DataType().(*arrow.TimestampType) //nolint:forcetypeassert // the type of a timestamp array
		if at := a.Value(row).ToTime(t.Unit); at.Year() >= 1900 && at.Year() < 10_000 {
			return excelize.Cell{StyleID: x.styles.time, Value: at.In(time.UTC)}
		}
	}
	text := string(write(nil, row))
	if runes := []rune(text); len(runes) > excelize.TotalCellChars {
		text = string(runes[:excelize.TotalCellChars])
	}
	return text
}

// decimal is a decimal number as Excel holds it, and whether it is a whole one; not ok where it is one that would lose digits.
// Fractions are rounded to what Excel holds.
func decimal(text string) (value float64, whole, ok bool) {
	integer, fraction, _ := strings.Cut(text, ".")
	if whole = strings.Trim(fraction, "0") == ""; whole {
		text = integer
		if len(strings.TrimPrefix(text, "-")) > digits {
			return 0, true, false
		}
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, whole, err == nil
}

func (x *xlsx) end() error {
	var err error
	if x.row == 0 {
		err = x.head(nil, nil)
	}
	if err == nil {
		err = x.to.Flush()
	}
	if err == nil {
		err = x.book.Write(x.out)
	}
	return errors.Join(err, x.book.Close())
}
