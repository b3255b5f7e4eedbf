package document

import (
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Document is what the writers write.
type Document struct {
	Lang       string
	Letterhead Letterhead
	Title      string // of the file's properties
	Sections   []Section
	AsOf       calendar.Day
	Reports    []Report // whole, for workbooks
	Trends     []Report
	Source     Origin
	Origin     string    // the sentence that states as-of day, run and check status
	Made       time.Time // of the file's properties and the files in it: the run's moment
}

// Section is pages of one orientation. The signature stands at the end of the first.
type Section struct {
	Landscape bool
	Blocks    []Block
}

// Block is a Heading, a Paragraph, a *Table or a *Picture.
type Block interface{ block() }

// Heading is a heading of level 1, 2 or 3.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is running text, or an item of a list.
type Paragraph struct {
	Item bool
	Note bool // small, italic
	Runs []Run
}

// Run is text in one style. Marked text is for the officer to write or replace.
type Run struct {
	Text   string
	Bold   bool
	Marked bool
}

// Table is rows of a report.
type Table struct {
	Report  string // whose rows these are
	Caption string
	Columns []Column
	Rows    []Row
	Notes   []string
}

// Column is a column of a table.
type Column struct {
	schemas.Column
	Group   string // heading over this and its neighbours of the same group
	Heading string
	Unit    string // under the heading; empty: none
	Number  bool   // stands to the right
}

// Row is a row of a table.
type Row struct {
	Total  bool
	Cells  []string
	Values []any // what the cells show
	Spans  []int // rows that each cell covers; 0: covered by one above
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (*Table) block()    {}
