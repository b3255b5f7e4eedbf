package printed

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/uythac/uythac/schemas"
)

// Options say how a file is to be read; the zero value takes plain numbers and finds the report by the key columns.
type Options struct {
	Style   string            // of numbers, one of Styles; empty: plain
	Report  *schemas.Table    // whose columns the file prints; nil: found by the key columns and the names
	Reports []*schemas.Table  // there are
	Unions  map[string]string // what a union may be called, to its code
}

// totals are what the row of all may be called.
var totals = []string{"00", "printed_total", "total", "Total", "Tổng cộng", "Tổng", "Cộng"}

// Read reads a table of figures. The first row that is no comment (#) is the header: key columns of a
// report (union for union_code) and columns of figures, or key and value with unit, decimals and
// relation. A figure's column is named as the report's, with _mvnd, _bvnd or _pct for its unit and d_ in
// front or _change behind for a change; an empty cell is no figure.
func Read(r io.Reader, file string, o Options) (figures []*Figure, err error) {
	s := &sheet{file: file, o: o, seen: map[string]int{}}
	if s.o.Style == "" {
		s.o.Style = Styles()[0]
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	c.Comment = '#'
	c.FieldsPerRecord = -1
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n  → it has to be a table with commas between the cells", file, err)
		}
		s.line, _ = c.FieldPos(0)
		if err := s.row(cells); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, s.line, err)
		}
	}
	if s.header == nil {
		return nil, fmt.Errorf("%s is empty\n  → the first row names the columns", file)
	}
	s.widen()
	return s.figures, nil
}

// sheet is a file while it is read.
type sheet struct {
	file    string
	o       Options
	line    int
	header  []string
	keys    map[string]int // key column of reports -> place
	columns []column       // by place; those of keys and notes are empty
	figures []*Figure
	seen    map[string]int // figure -> line
}

// column is what a place of the file prints.
type column struct {
	report *schemas.Table
	name   string
	unit   Unit
}

func (s *sheet) row(cells []string) error {
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if s.header == nil {
		s.header = cells
		return s.head()
	}
	if len(cells) != len(s.header) {
		return fmt.Errorf("%d cells, and the header has %d\n  → a comma within a cell needs quotation marks around it", len(cells), len(s.header))
	}
	if s.long() {
		return s.headline(cells)
	}
	for i, c := range s.columns {
		if c.report == nil || cells[i] == "" {
			continue
		}
		if err := s.figure(s.header[i], c, s.key(c.report, cells), cells[i]); err != nil {
			return fmt.Errorf("column %s: %w", s.header[i], err)
		}
	}
	return nil
}

func (s *sheet) long() bool {
	return slices.Contains(s.header, "key") && slices.Contains(s.header, "value")
}

// head finds out what the columns are.
func (s *sheet) head() error {
	if s.long() {
		return nil
	}
	s.keys, s.columns = map[string]int{}, make([]column, len(s.header))
	for i, name := range s.header {
		if k := s.keyName(name); isKey(k, s.o.Reports) {
			s.keys[k] = i
		}
	}
	if len(s.keys) == 0 {
		return fmt.Errorf("no column names the rows\n  → name one as a key of a report: union, by_level, commune_code, ...; or write key,value for headline figures")
	}
	for i, name := range s.header {
		if _, key := s.keys[s.keyName(name)]; key || name == "note" || strings.HasSuffix(name, "_name") {
			continue
		}
		c, ok := s.find(name)
		if !ok && s.remark(name) {
			continue
		}
		if !ok {
			return fmt.Errorf("there is no figure %q\n  → take one of: %s; or REPORT.COLUMN; leave out the column to pass over it", name, strings.Join(s.known(), ", "))
		}
		s.columns[i] = c
	}
	return nil
}

// remark tells whether a heading is that of a column that is no figure: a rating, a date, a village.
func (s *sheet) remark(name string) bool {
	return slices.ContainsFunc(s.candidates(), func(r *schemas.Table) bool {
		c, ok := r.Column(name)
		return ok && c.Unit == ""
	})
}

// keyName is the key column that a heading means. Beside the code itself the short name is a figure: commune is what communes get of a fee.
func (s *sheet) keyName(name string) string {
	switch name {
	case "union", "office", "commune", "programme", "branch":
		if !slices.Contains(s.header, name+"_code") {
			return name + "_code"
		}
	}
	return name
}

func isKey(name string, reports []*schemas.Table) bool {
	return slices.ContainsFunc(reports, func(r *schemas.Table) bool { return slices.Contains(r.Key[1:], name) })
}

// candidates are the reports whose rows are named as the file's.
func (s *sheet) candidates() []*schemas.Table {
	if s.o.Report != nil {
		return []*schemas.Table{s.o.Report}
	}
	named := slices.DeleteFunc(slices.Clone(s.o.Reports), func(r *schemas.Table) bool {
		return slices.ContainsFunc(r.Key[1:], func(k string) bool { _, ok := s.keys[k]; return !ok })
	})
	whole := slices.DeleteFunc(slices.Clone(named), func(r *schemas.Table) bool { return len(r.Key)-1 != len(s.keys) })
	if len(whole) > 0 {
		return s.likeliest(whole)
	}
	// A list says more of its rows than their key: the union and commune of a group.
	return s.likeliest(slices.DeleteFunc(named, func(r *schemas.Table) bool { return !s.keyed(r) }))
}

// keyed tells whether a report has all columns that the file's rows are named by.
func (s *sheet) keyed(r *schemas.Table) bool {
	for k := range s.keys {
		if _, ok := r.Column(k); !ok {
			return false
		}
	}
	return true
}

// likeliest puts the lists first that have most of the file's columns: other lists have other rows of the same key. Published
// reports stay in their order.
func (s *sheet) likeliest(reports []*schemas.Table) []*schemas.Table {
	if !slices.ContainsFunc(reports, func(r *schemas.Table) bool { return !r.Demand }) {
		slices.SortStableFunc(reports, func(a, b *schemas.Table) int { return s.has(b) - s.has(a) })
	}
	return reports
}

// has counts the file's columns that a report has.
func (s *sheet) has(r *schemas.Table) (n int) {
	for _, name := range s.header {
		if _, ok := r.Column(name); ok {
			n++
		}
	}
	return n
}

// find says which report and column a heading means.
func (s *sheet) find(heading string) (column, bool) {
	plain, unit, _ := withoutUnit(heading)
	names := []string{heading, plain}
	for _, n := range names[:2] {
		if rest, ok := strings.CutPrefix(n, "d_"); ok {
			names = append(names, rest+"_change")
		}
	}
	for _, r := range s.candidates() {
		for _, n := range names {
			if to, ok := aliases[n]; ok {
				n = to
			}
			report, name, cut := strings.Cut(n, ".")
			if cut && report != r.Name {
				continue
			}
			if !cut {
				name = n
			}
			if c, ok := r.Column(name); ok && !slices.Contains(r.Key, name) && c.Unit != "" {
				return column{r, name, unit}, true
			}
		}
	}
	return column{}, false
}

// known lists the figures that the file could print, of published reports where there are such.
func (s *sheet) known() []string {
	reports := s.candidates()
	if kept := slices.DeleteFunc(slices.Clone(reports), func(r *schemas.Table) bool { return r.Demand }); len(kept) > 0 {
		reports = kept
	}
	var all []string
	for _, r := range reports {
		for _, c := range r.Columns[1:] {
			if c.Unit != "" && !slices.Contains(all, c.Name) {
				all = append(all, c.Name)
			}
		}
	}
	return all
}

// aliases are names that the published report's tables were taken down with.
var aliases = map[string]string{
	"deposit": "deposits_by_union.balance", "deposit_change": "deposits_by_union.balance_change",
	"groups_average": "watch_groups_by_union.average", "groups_weak": "watch_groups_by_union.weak",
	"groups_overdue_gt2pct": "watch_groups_by_union.over_2pct", "groups_lt20_households": "watch_groups_by_union.small",
	"agreements_district": "agreements_by_union.districts", "contracts_commune": "agreements_by_union.communes",
}

// key is the row's key in a report.
func (s *sheet) key(r *schemas.Table, cells []string) []string {
	var key []string
	for _, k := range r.Key[1:] {
		v := cells[s.keys[k]]
		if k == "union_code" {
			if code, ok := s.o.Unions[v]; ok {
				v = code
			}
		}
		if slices.Contains(totals, v) && k != "by_level" {
			v = "00"
		}
		key = append(key, v)
	}
	return key
}

func (s *sheet) figure(name string, c column, row []string, text string) error {
	v, err := number(text, s.o.Style)
	if err != nil {
		return err
	}
	return s.add(&Figure{Name: name, Report: c.report, Column: c.name, Row: row, Value: v, Decimals: v.Scale, Unit: c.unit})
}

func (s *sheet) add(f *Figure) error {
	f.File, f.Line = s.file, s.line
	id := f.Report.Name + "." + f.Column + " of " + strings.Join(f.Row, ",")
	if line, twice := s.seen[id]; twice {
		return fmt.Errorf("%s stands in line %d already", id, line)
	}
	s.seen[id] = s.line
	s.figures = append(s.figures, f)
	return nil
}

// headline reads a row of a file of headline figures.
func (s *sheet) headline(cells []string) error {
	get := func(name string) string {
		if i := slices.Index(s.header, name); i >= 0 {
			return cells[i]
		}
		return ""
	}
	if get("value") == "" {
		return nil
	}
	v, err := number(get("value"), s.o.Style)
	if err != nil {
		return fmt.Errorf("column value: %w", err)
	}
	if _, ok := schemas.OriginOf(&schemas.Headline, "value", get("key")); !ok {
		return fmt.Errorf("there is no headline figure %q\n  → `uythac report headline --format csv` lists them", get("key"))
	}
	f := &Figure{Name: get("key"), Report: &schemas.Headline, Column: "value", Row: []string{get("key")}, Value: v, Decimals: v.Scale, Unit: unitNamed(get("unit")), Over: get("relation") == "over"}
	if text := get("decimals"); text != "" {
		if f.Decimals, err = strconv.Atoi(text); err != nil || f.Decimals < v.Scale || f.Decimals > 12 {
			return fmt.Errorf("%q is no number of decimals for %s", text, get("value"))
		}
	}
	return s.add(f)
}

// widen gives every cell of a column the decimals of its most precise one: 43.7 stands for 43.70 beside 38.89.
func (s *sheet) widen() {
	most := map[string]int{}
	for _, f := range s.figures {
		if f.Report != &schemas.Headline {
			most[f.Name] = max(most[f.Name], f.Decimals)
		}
	}
	for _, f := range s.figures {
		f.Decimals = max(f.Decimals, most[f.Name])
	}
}
