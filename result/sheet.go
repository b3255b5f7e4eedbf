package result

import (
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/xuri/excelize/v2"
)

// widest is the widest that a column of a sheet is made, in digits.
const widest = 60

// sheetStyles are how a sheet's cells look.
type sheetStyles struct{ head, whole, day, time int }

func newSheetStyles(book *excelize.File) (s sheetStyles, err error) {
	for _, style := range []struct {
		id *int
		as excelize.Style
	}{
		{&s.head, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.whole, excelize.Style{NumFmt: 3}}, // #,##0, with the separators of who opens it
		{&s.day, excelize.Style{NumFmt: 14}},
		{&s.time, excelize.Style{NumFmt: 22}},
	} {
		if *style.id, err = book.NewStyle(&style.as); err != nil {
			return s, err
		}
	}
	return s, nil
}

// head writes what must stand before the rows: how wide the columns are, which the first rows tell, and their names.
func (x *xlsx) head(b arrow.RecordBatch, columns []cell) error {
	line := make([]any, x.schema.NumFields())
	for i, name := range distinct(x.schema) {
		line[i] = excelize.Cell{StyleID: x.styles.head, Value: name}
		width := utf8.RuneCountInString(name) + 2 // bold letters are wider
		if b != nil {
			width = max(width, widthOf(b, i, columns[i]))
		}
		if err := x.to.SetColWidth(i+1, i+1, float64(min(width, widest))); err != nil {
			return err
		}
	}
	if err := x.to.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	x.row = 1
	return x.to.SetRow("A1", line)
}

// widthOf is how wide the first rows of a column are, with the separators of whole numbers.
func widthOf(b arrow.RecordBatch, i int, write cell) (width int) {
	var text []byte
	for row := range min(int(b.NumRows()), sample) {
		if b.Column(i).IsNull(row) {
			continue
		}
		text = write(text[:0], row)
		n := utf8.RuneCount(text)
		switch b.Column(i).DataType().ID() {
		case arrow.INT64:
			n += n / 3
		case arrow.DECIMAL128, arrow.FLOAT64:
			n = min(n+n/3, 22) // zeros behind the point are not shown
		}
		width = max(width, n+1)
	}
	return width
}
