package warehouse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
	"github.com/uythac/uythac/suppress"
)

// SuppressVersion is raised by hand when cells are suppressed otherwise: what was made before is made anew.
const SuppressVersion = 2

// cell is what figures are about: households of a union, or of all of them, in a part of a level.
type cell struct {
	level  string // of schemas.Levels
	branch string // everywhere: of all branches
	code   string // of the part; empty at the level of unions, allUnions for the total of parts of another
	union  string // allUnions: all but direct lending
}

const (
	everywhere = "*"
	allUnions  = "00"
	direct     = "99" // direct lending, which no total of unions has
)

// rows are the cells that rows of tables are about and that this one is a part of, itself included: tables add up branches, and
// unions; those of parts of all unions may leave out some, as groups leave out who has none.
func (c cell) rows() []cell {
	all := []cell{c}
	if c.level == schemas.Levels()[0].Name {
		if c.union != direct {
			all = append(all, cell{c.level, everywhere, allUnions, allUnions})
		}
		return all
	}
	if c.branch != everywhere {
		all = append(all, cell{c.level, everywhere, c.code, c.union})
	}
	if c.union != direct {
		for _, a := range all {
			all = append(all, cell{a.level, a.branch, a.code, allUnions})
		}
	}
	return all
}

// counted are the cells that have figures on the days that a file has, and their rows for package suppress.
type counted struct {
	cells  []cell
	ids    map[cell]int32
	rows   []suppress.Row
	bonds  []suppress.Bond
	was    map[int32]int32  // by cell: what it was a part of last
	groups map[string]int32 // cells of groups by code
}

func (c *counted) id(of cell) int32 {
	id, ok := c.ids[of]
	if !ok {
		id = int32(len(c.cells)) // far fewer than two milliards
		c.cells, c.ids[of] = append(c.cells, of), id
	}
	return id
}

// shownCells is the table of the cells whose rows have their figures where cells of fewer households are suppressed. It has those that
// are known to be harmless: a row of any other, whatever it is of, has none.
func shownCells(below int64) string { return fmt.Sprintf("shown_%d", below) }

// showCells makes that table, if it is not there yet.
func (s *session) showCells(ctx context.Context, below int64) error {
	c := counted{ids: map[cell]int32{}, was: map[int32]int32{}, groups: map[string]int32{}}
	days, err := s.days(ctx, "SELECT DISTINCT as_of FROM warehouse."+inSchema(schemas.Levels()[0].Counts)+" ORDER BY as_of")
	if err != nil {
		return err
	}
	mergers, err := s.mergers(ctx)
	if err != nil {
		return err
	}
	var before calendar.Day
	for _, d := range days {
		if err := s.count(ctx, d, &c); err != nil {
			return err
		}
		c.merge(mergers, before, d)
		before = d
	}
	shown := map[cell]bool{}
	for id, hidden := range suppress.Hidden(c.rows, c.bonds, len(c.cells), below) {
		for _, row := range c.cells[id].rows() {
			was, known := shown[row]
			shown[row] = !hidden && (was || !known)
		}
	}
	return s.listCells(ctx, shownCells(below), shown)
}

// count adds the cells of a day.
func (s *session) count(ctx context.Context, on calendar.Day, c *counted) error {
	levels := schemas.Levels()
	var parts []string
	for i, l := range levels {
		parts = append(parts, countsOf(i, l, on))
	}
	first := len(c.rows)
	places := []string{} // by row: code of what the row's cell is a part of
	err := s.each(ctx, strings.Join(parts, " UNION ALL ")+" ORDER BY ALL", func(scan scanner) error {
		var of cell
		var place string
		r := suppress.Row{Day: int32(on), Of: -1}
		if err := scan(&r.Kind, &of.branch, &of.code, &of.union, &place, &r.Counts[0], &r.Counts[1], &r.Counts[2]); err != nil {
			return err
		}
		of.level = levels[r.Kind].Name
		r.Cell = c.id(of)
		if levels[r.Kind].Cell == schemas.OfGroup && of.code != "" {
			c.groups[of.code] = r.Cell
		}
		c.rows, places = append(c.rows, r), append(places, place)
		return nil
	})
	if err != nil {
		return err
	}
	today := map[int32]bool{}
	for _, r := range c.rows[first:] {
		today[r.Cell] = true
	}
	for i := range c.rows[first:] {
		r := &c.rows[first+i]
		r.Of = c.of(c.cells[r.Cell], places[i], levels[r.Kind], today)
		if was, known := c.was[r.Cell]; known && was != r.Of {
			c.moved(r.Day, r.Cell, was, r.Of)
		}
		c.was[r.Cell] = r.Of
	}
	return nil
}

// moved notes that what a cell has went from one place to another: either's figures about what moved are the cell's, and so
// are those of the places that these are in, up to that which both are in.
func (c *counted) moved(day, moving, from, to int32) {
	above := func(place int32) (all []int32) {
		for known := true; known && place >= 0; place, known = c.was[place] {
			all = append(all, place)
		}
		return all
	}
	left, entered := above(from), above(to)
	for len(left) > 0 && len(entered) > 0 && left[len(left)-1] == entered[len(entered)-1] {
		left, entered = left[:len(left)-1], entered[:len(entered)-1]
	}
	for _, place := range append(left, entered...) {
		if place != moving {
			c.bonds = append(c.bonds, suppress.Bond{Day: day, Cell: moving, With: place})
		}
	}
}

// merger is a group that was closed, and the one that its members went to.
type merger struct {
	group, into string
	closed      calendar.Day
}

// mergers lists them.
func (s *session) mergers(ctx context.Context) (all []merger, err error) {
	err = s.each(ctx, "SELECT group_code, merged_into, closed_on FROM warehouse."+inSchema(&schemas.SavingsGroup)+" WHERE merged_into IS NOT NULL ORDER BY ALL", func(scan scanner) error {
		var m merger
		var closed time.Time
		err := scan(&m.group, &m.into, &closed)
		m.closed = day(closed)
		all = append(all, m)
		return err
	})
	return all, err
}

// merge notes the groups that went into others after a day, up to the one that was counted last.
func (c *counted) merge(mergers []merger, after, on calendar.Day) {
	into := map[string]string{}
	for _, m := range mergers {
		if m.closed <= on {
			into[m.group] = m.into
		}
	}
	for _, m := range mergers {
		from, known := c.groups[m.group]
		if !known || m.closed <= after || m.closed > on {
			continue
		}
		heir := m.into
		for range into { // no chain of them is longer
			next, closed := into[heir]
			if !closed {
				break
			}
			heir = next
		}
		if to, known := c.groups[heir]; known {
			c.moved(int32(on), from, c.was[from], to)
		}
	}
}

// of is the cell of the day that one is a part of: that of the next level above which has figures; -1: none. place is the code at the
// next level.
func (c *counted) of(part cell, place string, l schemas.Level, today map[int32]bool) int32 {
	for {
		sum, _ := l.Sum.Level() // every level is of a level
		if l.Cell == sum.Cell {
			if part.union == direct {
				return -1
			}
			return c.id(cell{l.Name, everywhere, "", allUnions})
		}
		if sum.Code == "" {
			return c.id(cell{sum.Name, everywhere, "", part.union})
		}
		if sum.Cell == schemas.OfBranch {
			place = part.branch
		}
		if id, ok := c.ids[cell{sum.Name, part.branch, place, part.union}]; ok && today[id] {
			return id
		}
		l = sum
	}
}

// countsOf selects the cells of a level on a day: number of the level, branch, code, union, code of what it is a part of at the next
// level, and people.
func countsOf(number int, l schemas.Level, on calendar.Day) string {
	sum, _ := l.Sum.Level() // every level is of a level
	branch, code, place := "'"+everywhere+"'", "''", "''"
	if has(l.Counts, "branch_code") {
		branch = "t.branch_code"
	}
	if l.Code != "" {
		code = "t." + l.Code
	}
	switch {
	case has(l.Counts, sum.Code):
		place = "t." + sum.Code
	case sum.Code != "":
		place = "coalesce((SELECT any_value(s." + sum.Code + ") FROM warehouse." + inSchema(&schemas.Commune) + " s WHERE s." + l.Code + " = " + code +
			" AND s.valid_from <= t.as_of AND (s.valid_to IS NULL OR s.valid_to > t.as_of)), '')"
	}
	people := ""
	for _, p := range schemas.People {
		if has(l.Counts, p) {
			people += ", t." + p
		} else {
			people += ", 0"
		}
	}
	return fmt.Sprintf("SELECT %d, %s, %s, t.union_code, %s%s FROM warehouse.%s t WHERE t.as_of = DATE %s", number, branch, code, place, people, inSchema(l.Counts), quote(date(on)))
}

func has(t *schemas.Table, column string) bool {
	_, ok := t.Column(column)
	return ok
}

// listCells writes the cells that are true to a table.
func (s *session) listCells(ctx context.Context, table string, cells map[cell]bool) error {
	if err := s.exec(ctx, "CREATE OR REPLACE TEMP TABLE "+table+" (level VARCHAR, branch VARCHAR, code VARCHAR, union_code VARCHAR)"); err != nil {
		return err
	}
	const most = 1000 // in a statement
	var values []string
	flush := func() error {
		if len(values) == 0 {
			return nil
		}
		err := s.exec(ctx, "INSERT INTO "+table+" VALUES "+strings.Join(values, ", "))
		values = values[:0]
		return err
	}
	for c, listed := range cells {
		if !listed {
			continue
		}
		values = append(values, "("+quote(c.level)+", "+quote(c.branch)+", "+quote(c.code)+", "+quote(c.union)+")")
		if len(values) == most {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// suppressed selects the rows of a table that a SELECT picked with their figures where the cell is shown, and NULL for them elsewhere.
func suppressed(t *schemas.Table, picked, shown string) string {
	if t.Cell() == schemas.Nobody {
		return picked
	}
	var list []string
	for _, name := range names(t.Arrow()) {
		if c, _ := t.Column(name); !t.Names(c) { // the Arrow fields are the table's columns
			name = `CASE WHEN "~shown" THEN ` + name + " END AS " + name
		}
		list = append(list, name)
	}
	q := "SELECT " + strings.Join(list, ", ") + " FROM (SELECT *, coalesce((" + cellOf(t) + ") IN (SELECT (level, branch, code, union_code) FROM " + shown + `), false) AS "~shown" FROM (` + picked + ") t) t"
	if t.Cell() == schemas.OfLevel {
		q += ` WHERE "~shown"`
	}
	return q
}

// cellOf is the cell of a table's row in SQL, as a list of level, branch, code and union. Where the code is that of a total, which
// is allUnions, it is the union's, and of all unions that of the total of parts.
func cellOf(t *schemas.Table) string {
	level, branch, code := "t.level", "t.branch_code", "t.code"
	if l, ok := t.Cell().Level(); ok {
		level, branch, code = quote(l.Name), quote(everywhere), "''"
		if has(t, "branch_code") {
			branch = "t.branch_code"
		}
		if l.Code != "" {
			code = "t." + l.Code
		}
	}
	top := quote(schemas.Levels()[0].Name)
	total := "(" + level + " = " + top + " OR " + code + " = " + quote(allUnions) + ")"
	return fmt.Sprintf("CASE WHEN %[1]s THEN %[2]s ELSE %[3]s END, CASE WHEN %[1]s THEN %[4]s ELSE %[5]s END, CASE WHEN %[3]s = %[2]s OR %[1]s AND t.union_code <> %[7]s THEN '' ELSE %[6]s END, t.union_code",
		total, top, level, quote(everywhere), branch, code, quote(allUnions))
}
