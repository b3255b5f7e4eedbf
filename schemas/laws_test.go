package schemas_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/uythac/uythac/schemas"
)

var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// TestEveryColumnIsDescribed holds what every consumer of a description relies on.
func TestEveryColumnIsDescribed(t *testing.T) {
	for _, table := range schemas.All() {
		if !snake.MatchString(table.Name) || table.Doc == "" || len(table.Key) == 0 {
			t.Errorf("%s: a table needs a snake_case name, a doc and a key", table)
		}
		ids, names := map[int]string{}, map[string]bool{}
		for _, c := range table.Columns {
			where := table.String() + "." + c.Name
			if !snake.MatchString(c.Name) {
				t.Errorf("%s: not snake_case", where)
			}
			if names[c.Name] {
				t.Errorf("%s: named twice", where)
			}
			if other := ids[c.ID]; c.ID < 1 || other != "" {
				t.Errorf("%s: field id %d is not positive or belongs to %q", where, c.ID, other)
			}
			ids[c.ID], names[c.Name] = c.Name, true
			if !strings.HasSuffix(c.Doc, ".") {
				t.Errorf("%s: its doc is no sentence: %q", where, c.Doc)
			}
			if c.Personal && (!c.Null || c.Lake) {
				t.Errorf("%s: a personal column is nullable and never in the lake", where)
			}
			if c.Type == schemas.Ratio && c.Unit == "" {
				t.Errorf("%s: a ratio without a unit", where)
			}
		}
	}
}

func TestKeysAndOrdersAreColumns(t *testing.T) {
	for _, table := range schemas.All() {
		for _, name := range slices.Concat(table.Key, table.Order()) {
			if c, ok := table.Column(name); !ok || c.Personal {
				t.Errorf("%s: key or order names %q, which the lake does not keep", table, name)
			} else if c.Null && slices.Contains(table.Key, name) {
				t.Errorf("%s: key column %s may be NULL", table, name)
			}
		}
		if table.Month != "" {
			if c, ok := table.Column(table.Month); !ok || c.Type != schemas.Date {
				t.Errorf("%s: month column %q is not a date of it", table, table.Month)
			}
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range schemas.All() {
		if seen[table.Name] {
			t.Errorf("two tables are named %s", table.Name)
		}
		seen[table.Name] = true
		if got, ok := schemas.Lookup(table.Name); !ok || got != table {
			t.Errorf("Lookup(%q) = %v, %t", table.Name, got, ok)
		}
	}
	if _, ok := schemas.Lookup("no_such_table"); ok {
		t.Error("Lookup found a table that is not there")
	}
}

// TestReportsCanBePrinted: a report or trend is read by people, so every column has headings in both
// languages, and the first column is the as-of day that the command leaves out.
func TestReportsCanBePrinted(t *testing.T) {
	for _, table := range append(append(schemas.Reports(), schemas.Demands()...), schemas.Trends()...) {
		if table.VI == "" || table.EN == "" {
			t.Errorf("%s: no title", table)
		}
		if table.Columns[0].Name != "as_of" {
			t.Errorf("%s: begins with %s", table, table.Columns[0].Name)
		}
		for _, c := range table.Columns[1:] {
			if c.VI == "" || c.EN == "" {
				t.Errorf("%s.%s: no heading", table, c.Name)
			}
		}
	}
}

func TestPersonalColumnsStayOut(t *testing.T) {
	personal := 0
	for _, table := range schemas.All() {
		for _, c := range table.Columns {
			if !c.Personal {
				continue
			}
			personal++
			if len(table.Arrow().FieldIndices(c.Name)) > 0 || strings.Contains(string(table.IcebergJSON()), `"`+c.Name+`"`) ||
				strings.Contains(table.DDL("x"), "  "+c.Name+" ") {
				t.Errorf("%s.%s reaches the lake or the warehouse", table, c.Name)
			}
			if len(table.SourceArrow().FieldIndices(c.Name)) == 0 {
				t.Errorf("%s.%s is missing from the source contract", table, c.Name)
			}
		}
	}
	if personal != 7 {
		t.Errorf("%d personal columns; the contract names 7", personal)
	}
}

// TestFingerprint: it follows what the lake keeps, and nothing else.
func TestFingerprint(t *testing.T) {
	change := func(f func(*schemas.Column)) string {
		table := schemas.Customer
		table.Columns = slices.Clone(table.Columns)
		f(&table.Columns[0])
		return table.Fingerprint()
	}
	was := schemas.Customer.Fingerprint()
	if change(func(c *schemas.Column) { c.Doc, c.VI, c.Unit, c.Encoding = "Other.", "Khác", "people", schemas.Plain }) != was {
		t.Error("words or layout changed the fingerprint")
	}
	for what, f := range map[string]func(*schemas.Column){
		"name": func(c *schemas.Column) { c.Name = "other" },
		"type": func(c *schemas.Column) { c.Type = schemas.Int64 },
		"null": func(c *schemas.Column) { c.Null = true },
		"id":   func(c *schemas.Column) { c.ID = 99 },
	} {
		if change(f) == was {
			t.Errorf("another %s left the fingerprint as it was", what)
		}
	}
}

// TestCells: each table is of one cell; one of cells has the columns that say which, nothing but names is kept where they are
// suppressed, and each level counts its people on every day.
func TestCells(t *testing.T) {
	seen := map[schemas.Cell]int{}
	for _, table := range schemas.All() {
		cell := table.Cell()
		seen[cell]++
		if cell <= schemas.Withheld {
			continue
		}
		codes := []string{"union_code"}
		if l, ok := cell.Level(); ok && l.Code != "" {
			codes = append(codes, l.Code)
		} else if cell == schemas.OfLevel {
			codes = append(codes, "level", "branch_code", "code")
		}
		for _, code := range codes {
			if c, ok := table.Column(code); !ok || c.Null || !table.Names(c) {
				t.Errorf("%s: its rows are of cells, and %s does not say which", table, code)
			}
		}
		suppressed := table.Suppressed()
		for i, c := range table.Columns {
			number := c.Type != schemas.Code && c.Type != schemas.Text && c.Type != schemas.Date
			if table.Names(c) && number && !slices.Contains(table.Key, c.Name) {
				t.Errorf("%s.%s is a figure and taken for a name", table, c.Name)
			}
			if !table.Names(c) && !suppressed.Columns[i].Null || table.Names(c) && suppressed.Columns[i].Null != c.Null {
				t.Errorf("%s.%s: NULL is allowed where it must not be, or not where it must", table, c.Name)
			}
		}
	}
	for _, l := range schemas.Levels() {
		if seen[l.Cell] == 0 {
			t.Errorf("no table is of the level %s", l.Name)
		}
		if _, ok := l.Sum.Level(); !ok {
			t.Errorf("the level %s adds up to none", l.Name)
		}
		for _, column := range []string{"as_of", "union_code", schemas.People[0], l.Code} {
			if _, ok := l.Counts.Column(column); !ok && column != "" {
				t.Errorf("%s has no %s", l.Counts, column)
			}
		}
	}
	for _, table := range schemas.All() {
		for _, single := range []string{"contract_no", "customer_code"} {
			if _, ok := table.Column(single); ok && table.Cell() > schemas.Withheld {
				t.Errorf("%s tells of single households", table)
			}
		}
	}
}
