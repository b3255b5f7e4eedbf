package document

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// row is one row of a report in a template.
type row struct {
	f      *filler
	report Report
	cells  []any
}

// row finds a row by its key, parts joined by a slash: 00, 11/total. Nil when there is none.
func (f *filler) row(report, key string) (*row, error) { return f.rowOf(f.in.Reports, report, key) }

func (f *filler) rowOf(reports []Report, report, key string) (*row, error) {
	r, err := f.report(reports, report)
	if err != nil || r == nil {
		return nil, err
	}
	parts := strings.Split(key, "/")
	keys := r.Table.Key[1:]
	if len(parts) != len(keys) {
		return nil, fmt.Errorf("a row of %s is named by %s, as in %q", report, strings.Join(keys, "/"), strings.Repeat("00/", len(keys)-1)+"00")
	}
	for _, cells := range r.Rows {
		found := true
		for i, k := range keys {
			at, err := column(*r, k)
			if err != nil {
				return nil, err
			}
			found = found && fmt.Sprint(cells[at]) == parts[i]
		}
		if found {
			return &row{f, *r, cells}, nil
		}
	}
	return nil, nil
}

// rows are the rows of a report that are no totals.
func (f *filler) rows(report string) (all []*row, err error) {
	r, err := f.report(f.in.Reports, report)
	if err != nil || r == nil {
		return nil, err
	}
	for _, cells := range r.Rows {
		if !isTotal(*r, cells, "") {
			all = append(all, &row{f, *r, cells})
		}
	}
	return all, nil
}

// count is how many rows a list has.
func (f *filler) count(report string) (string, error) {
	all, err := f.rows(report)
	if err != nil {
		return "", err
	}
	return render.Number(f.in.Lang, big.NewRat(int64(len(all)), 1), schemas.Show{}), nil
}

// Cell is a cell with its unit, or the words of a code.
func (r *row) Cell(name string) (string, error) {
	at, err := column(r.report, name)
	if err != nil {
		return "", err
	}
	switch v := r.cells[at].(type) {
	case string:
		return render.Word(r.f.in.Lang, name, v), nil
	case int64, float64, nil:
		return r.f.amount(r.report.Columns[at], v)
	}
	p, err := render.Print(render.Table{Lang: r.f.in.Lang, Columns: r.report.Columns[at : at+1], Rows: [][]any{{r.cells[at]}}})
	if err != nil {
		return "", err
	}
	return p.Rows[0][0], nil
}

// Change is a cell of a change as tăng … or giảm …; empty when it cannot be said.
func (r *row) Change(name string) (string, error) {
	at, err := column(r.report, name)
	if err != nil {
		return "", err
	}
	return r.f.moved(r.report.Columns[at], r.cells[at])
}

// Sign is -1, 0 or 1, as the cell is; 0 when it is not known.
func (r *row) Sign(name string) (int, error) {
	at, err := column(r.report, name)
	if err != nil {
		return 0, err
	}
	return signOf(r.cells[at])
}

// Any tells whether the cell is known and not zero.
func (r *row) Any(name string) (bool, error) {
	s, err := r.Sign(name)
	return s != 0, err
}

// named lists what a report names with a figure that is up (above zero) or down: Hội Nông dân (194,7 triệu
// đồng), Hội Cựu chiến binh (…). Empty when none is.
func (f *filler) named(report, name, which string) (string, error) {
	want := map[string]int{"up": 1, "down": -1}[which]
	if want == 0 {
		return "", fmt.Errorf("%q is neither up nor down", which)
	}
	all, err := f.rows(report)
	if err != nil || len(all) == 0 {
		return "", err
	}
	var parts []string
	for _, r := range all {
		sign, err := r.Sign(name)
		if err != nil {
			return "", err
		}
		if sign != want {
			continue
		}
		at, _ := column(r.report, name) // Sign found it
		text, err := f.moved(r.report.Columns[at], r.cells[at])
		if err != nil {
			return "", err
		}
		_, amount, _ := strings.Cut(text, " ") // without tăng or giảm, which the sentence says
		parts = append(parts, r.name()+" ("+amount+")")
	}
	return listed(f.in.Lang, parts), nil
}

// listed joins names as a sentence does.
func listed(lang string, parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + pick(lang, " và ", " and ") + parts[last]
}

// name is what a row is called: its last name column, else its key.
func (r *row) name() string {
	for i := len(r.report.Columns) - 1; i >= 0; i-- {
		if s, ok := r.cells[i].(string); ok && strings.HasSuffix(r.report.Columns[i].Name, "_name") {
			return s
		}
	}
	return fmt.Sprint(r.cells[0])
}
