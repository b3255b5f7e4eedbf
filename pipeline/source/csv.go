package source

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// csvReader turns the records of one CSV file into batches.
type csvReader struct {
	t       *schemas.Table
	file    string
	scan    *scanner
	header  []string
	target  []int  // of each field: its column in the batch; -1 is personal and passed over
	keys    []int  // fields that make up the key
	typed   []bool // of each of keys: whether it is a number or a day and not a text
	rows    *rowBuilder
	wrong   []wrongCells // of each column of the batch
	signing bool         // below a total or inside a signature block
}

// wrongCells tells whether a column is retyped: no cell of it that holds something is of its type.
type wrongCells struct {
	parsed bool   // a cell is of the type
	n      int64  // cells that are not, counted until one is
	line   int64  // of the first of them
	text   string // of the first of them
}

// readCSV yields the batches of a CSV file. It tells whether the consumer wants more.
func readCSV(t *schemas.Table, file string, r io.Reader, yield func(Batch, error) bool) (more bool, err error) {
	c := &csvReader{t: t, file: file, scan: newScanner(r), rows: newRowBuilder(t, file)}
	if err := c.readHeader(); err != nil {
		return false, err
	}
	for {
		err := c.scan.scan()
		if errors.Is(err, io.EOF) {
			if err := c.retyped(); err != nil {
				return false, err
			}
			return c.rows.flush(yield), nil
		}
		if err != nil {
			return false, c.textError(err)
		}
		if err := c.add(); err != nil {
			return false, err
		}
		if c.rows.full() && !c.rows.flush(yield) {
			return false, nil
		}
	}
}

const byteOrderMark = "\uFEFF"

// readHeader reads the first record and finds the table's columns in it.
func (c *csvReader) readHeader() error {
	for len(c.scan.buf[:c.scan.end]) < 4 && !c.scan.eof {
		if err := c.scan.fill(); err != nil {
			return c.textError(err)
		}
	}
	start := c.scan.buf[:c.scan.end]
	if len(start) >= 2 && (start[0] == 0xFF && start[1] == 0xFE || start[0] == 0xFE && start[1] == 0xFF) {
		return c.notUTF8(1, "it is UTF-16, as spreadsheets save \"Unicode text\"")
	}
	if strings.HasPrefix(string(start[:min(3, len(start))]), byteOrderMark) {
		c.scan.begin = len(byteOrderMark)
	}
	err := c.scan.scan()
	if errors.Is(err, io.EOF) {
		return &Refusal{File: c.file, Problem: "the file is empty: it has no header row", Remedy: "extract the table again; a table without rows still has its header"}
	}
	if err != nil {
		return c.textError(err)
	}
	for _, f := range c.scan.fields {
		c.header = append(c.header, string(f))
	}
	if err := checkColumns(c.t, c.file, c.header); err != nil {
		var r *Refusal
		if errors.As(err, &r) {
			r.Line = c.scan.line
		}
		return err
	}
	read := columns(c.t)
	c.wrong = make([]wrongCells, len(read))
	for i, name := range c.header {
		c.target = append(c.target, slices.IndexFunc(read, func(col schemas.Column) bool { return col.Name == name }))
		if slices.Contains(c.t.Key, name) {
			col, _ := c.t.Column(name)
			c.keys = append(c.keys, i)
			c.typed = append(c.typed, col.Type != schemas.Code && col.Type != schemas.Text)
		}
	}
	return nil
}

// checkColumns refuses a file whose columns are not exactly the contract's, in whatever order.
func checkColumns(t *schemas.Table, file string, names []string) error {
	var want, missing, extra []string
	for _, col := range t.Offered() {
		want = append(want, col.Name)
		if !slices.Contains(names, col.Name) {
			missing = append(missing, col.Name)
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return &Refusal{File: file, Column: name, Problem: "the column is there twice", Remedy: "extract each column of " + t.Name + " once"}
		}
		if !slices.Contains(want, name) {
			extra = append(extra, name)
		}
	}
	remedy := fmt.Sprintf("name the columns of %s in the extract's query: %s", t.Name, strings.Join(want, ","))
	switch {
	case len(names) == 1 && strings.ContainsAny(names[0], ";\t|"):
		return &Refusal{File: file, Problem: "the columns are not separated by commas", Remedy: "write the file with ',' between columns (RFC 4180)"}
	case len(missing) > 0 && len(extra) > 0:
		return &Refusal{File: file, Column: missing[0], Problem: fmt.Sprintf("renamed or missing: wanted %s, found %s",
			strings.Join(missing, ", "), strings.Join(extra, ", ")), Remedy: remedy}
	case len(missing) > 0:
		return &Refusal{File: file, Column: missing[0], Problem: "missing: " + strings.Join(missing, ", "), Remedy: remedy}
	case len(extra) > 0:
		return &Refusal{File: file, Column: extra[0], Problem: "not in the contract: " + strings.Join(extra, ", "), Remedy: remedy}
	}
	return nil
}

// add appends the scanned record as a row or as junk, or refuses the file.
func (c *csvReader) add() error {
	fields := c.scan.fields
	if len(fields) != len(c.header) {
		if kind := junkKind(c.header, fields, c.signing); kind != 0 {
			c.addJunk(kind)
			return nil
		}
		return c.wrongCount()
	}
	if !c.keysLookRight() {
		if kind := junkKind(c.header, fields, c.signing); kind != 0 {
			c.addJunk(kind)
			return nil
		}
	}
	b := c.rows
	before := len(b.batch.Bad)
	for i, cell := range fields {
		col := c.target[i]
		if col < 0 {
			continue
		}
		ok := b.columns[col].parse(cell)
		if !ok {
			b.batch.Bad = append(b.batch.Bad, BadCell{Row: len(b.batch.Lines), Column: col, Text: string(cell)})
		}
		if !c.wrong[col].parsed && len(cell) > 0 {
			c.wrong[col].see(ok, c.scan.line, cell)
		}
	}
	if last := len(fields) - 1; len(b.batch.Bad) > before && !c.scan.terminated && c.target[last] >= 0 {
		if cell := b.batch.Bad[len(b.batch.Bad)-1]; cell.Column == c.target[last] && cutValue(b.columns[cell.Column].Type, cell.Text) {
			return c.cutShort("the last line ends inside a value")
		}
	}
	c.signing = false
	b.batch.Lines = append(b.batch.Lines, c.scan.line)
	return nil
}

func (w *wrongCells) see(ok bool, line int64, cell []byte) {
	switch {
	case ok:
		w.parsed = true
	case w.n == 0:
		w.line, w.text = line, string(cell)
	}
	w.n++
}

// retyped refuses a file with a column of another type than the contract's, as days written 31/12/2020
// all the way down. One row alone proves nothing: it may be the one that is wrong.
func (c *csvReader) retyped() error {
	for i, w := range c.wrong {
		if w.parsed || w.n < 2 {
			continue
		}
		col := c.rows.columns[i].Column
		return &Refusal{File: c.file, Line: w.line, Column: col.Name,
			Problem: fmt.Sprintf("none of the %d values is a %s of the contract; the first is %q", w.n, contractType(col.Type), w.text),
			Remedy:  remedyCast}
	}
	return nil
}

// keysLookRight tells whether a record's key could be one. Only records where it could not are looked
// at as headers, totals and signatures.
func (c *csvReader) keysLookRight() bool {
	for k, i := range c.keys {
		f := c.scan.fields[i]
		if len(f) == 0 || !looksLikeCode(f) || string(f) == c.header[i] {
			return false
		}
		if c.typed[k] && f[0] != '-' && (f[0] < '0' || f[0] > '9') {
			return false
		}
	}
	return true
}

// cutValue tells whether a text that does not parse is the beginning of one that does.
func cutValue(t schemas.Type, text string) bool {
	switch t {
	case schemas.Bool:
		low := strings.ToLower(text)
		return slices.ContainsFunc([]string{"true", "false"}, func(whole string) bool { return strings.HasPrefix(whole, low) })
	case schemas.Date:
		return len(text) < len("2006-01-02") && strings.Trim(text, "0123456789-") == ""
	case schemas.Timestamp:
		return len(text) < len("2006-01-02 15:04:05") && strings.Trim(text, "0123456789-: T") == ""
	}
	return false
}

// addJunk notes a line that is no row. Of signature blocks nothing is kept: they are made of names.
func (c *csvReader) addJunk(kind JunkKind) {
	c.signing = kind != RepeatedHeader // names stand under titles, and titles under totals
	junk := Junk{Line: c.scan.line, Kind: kind}
	if kind != SignatureLine {
		var texts []string
		for i, f := range c.scan.fields {
			if len(f) > 0 && i < len(c.target) && c.target[i] >= 0 {
				texts = append(texts, string(f))
			}
		}
		junk.Text = strings.Join(texts, ", ")
	}
	c.rows.batch.Junk = append(c.rows.batch.Junk, junk)
}
