package board

// page is what the layout shows.
type page struct {
	Title  string
	Above  []crumb // from the overview down to the page before
	Tiles  []tile
	Parts  []part
	Form   *form  // filters of the page, beside day and language; nil: none
	Advice string // a sentence under the title; empty: none

	asked
	Menu   []link
	Fresh  fresh
	Other  string // address of the page in the other language
	Days   []option
	Signed bool // in, and may sign out
}

type crumb struct{ Name, Href string }

type link struct {
	Name, Href string
	Here       bool
}

// tile is one figure, large.
type tile struct {
	Name, Value, Unit string
	Change            string // against the start of the year, in words; empty: none
	Href              string // what it is made of
}

// part is a section: a grid, a picture, or a picture with its grid.
type part struct {
	ID, Title, Note string
	Picture         *picture
	Grid            *grid
}

// picture is a chart.
type picture struct {
	Src, Alt string
	Href     string // page of its figures; empty: this one
}

// grid is a table as people read it.
type grid struct {
	Caption string
	Heads   []head
	Rows    []row
	CSV     string // address of the same rows for programs; empty: none
	Next    string // address of the rows after these; empty: these are the last
	Empty   string // what stands instead of no rows
	Notes   []string
}

type head struct {
	Text, Unit string
	Number     bool
}

type row struct {
	Total bool
	Cells []cell
}

type cell struct {
	Text, Href string
	Number     bool
	Key        bool // names the row
	Day        bool
}

// form is filters: selects and texts that become the address.
type form struct{ Fields []field }

type field struct {
	Name, Label, Value string
	Options            []option // none: a text
}

type option struct {
	Value, Text string
	Chosen      bool
}

// fresh is how the figures stand.
type fresh struct {
	Through string // last day taken
	At      string // when it was published; empty: not known
	Run     string
	Failed  int64 // checks that object
	Warned  int64
	Words   string
}
