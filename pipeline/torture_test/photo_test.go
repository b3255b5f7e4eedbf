package torture_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/uythac/uythac/pipeline/lake"
	"github.com/uythac/uythac/schemas"
)

// photo is every row of every table as text, kept columns only, in the order of their texts.
type photo map[string][]row

// row is a row's unit and its cells in the order of Kept.
type row struct {
	unit  string
	cells []string
}

func (r row) text() string { return strings.Join(r.cells, "\x1f") }

func (p photo) sorted() photo {
	for _, rows := range p {
		slices.SortFunc(rows, func(a, b row) int { return slices.Compare(a.cells, b.cells) })
	}
	return p
}

// source reads the source with its own SQL: of the ledgers the days through the last one that is closed.
func (s *stand) source() photo {
	s.t.Helper()
	p, through := photo{}, s.through()
	for _, t := range schemas.Contract() {
		var cells []string
		for _, c := range t.Kept() {
			cells = append(cells, s.e.text(c))
		}
		if t.Proof.Day == "" {
			cells = append(cells, fmt.Sprintf(s.e.bucket, t.Key[0]))
		}
		query := "SELECT " + strings.Join(cells, ", ") + " FROM " + t.Name
		if t.Kind == schemas.Ledger {
			query += fmt.Sprintf(" WHERE %[1]s IS NULL OR %[1]s <= '%[2]s' OR %[1]s > '9999-12-31'", t.Proof.Day, through)
		}
		for _, cells := range s.query(query) {
			var r row
			if t.Proof.Day == "" {
				r.unit, cells = "bucket "+cells[len(cells)-1], cells[:len(cells)-1]
			}
			r.cells = canonical(t, cells)
			for i, c := range t.Kept() {
				if s.hashed != nil {
					r.cells[i] = s.hashed(t.Name+"."+c.Name, r.cells[i])
				}
			}
			if t.Proof.Day != "" {
				r.unit = dayUnit(t, r.cells)
			}
			p[t.Name] = append(p[t.Name], r)
		}
	}
	return p.sorted()
}

// dayUnit names the unit of a row by its day and office.
func dayUnit(t *schemas.Table, cells []string) string {
	day := cells[column(t, t.Proof.Day)]
	if _, err := time.Parse(time.DateOnly, day); err != nil || strings.HasPrefix(day, "0000") {
		day = "no day"
	}
	office := ""
	if t.Proof.Office != "" {
		office = cells[column(t, t.Proof.Office)]
	}
	if office == "" && day != "no day" {
		return day
	}
	return day + " " + office
}

func column(t *schemas.Table, name string) int {
	return slices.IndexFunc(t.Kept(), func(c schemas.Column) bool { return c.Name == name })
}

// canonical writes cells in the one way that both sides' texts have in common.
func canonical(t *schemas.Table, cells []string) []string {
	for i, c := range t.Kept() {
		text := cells[i]
		switch c.Type {
		case schemas.Int64, schemas.Int32, schemas.Int16, schemas.Rate, schemas.Timestamp:
			if dot := strings.LastIndexByte(text, '.'); dot >= 0 && !strings.Contains(text, "BC") {
				text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
			}
		}
		if micros, err := strconv.ParseInt(text, 10, 64); err == nil && c.Type == schemas.Timestamp { // later than Arrow's moments go: since 2000
			text = time.Unix(946684800+micros/1_000_000, 0).UTC().Format(time.DateTime)
		}
		if c.Type == schemas.Date || c.Type == schemas.Timestamp {
			if before, after, bc := strings.Cut(text, " (BC)"); bc {
				text = before + after + " BC"
			}
			if text == "-infinity" { // by the definition of control totals the same as NULL, as the empty text is
				text = ""
			}
		}
		cells[i] = text
	}
	return cells
}

// lake reads the Parquet files of the copy with DuckDB.
func (s *stand) lake() photo {
	s.t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	p := photo{}
	for table, files := range s.files(schemas.Mirror) {
		t, _ := schemas.Lookup(table)
		var cells []string
		for _, c := range t.Kept() {
			cells = append(cells, "coalesce(CAST("+c.Name+" AS VARCHAR), '')")
		}
		for _, cells := range s.ask(db, fmt.Sprintf("SELECT %s, coalesce(bad_cells, '{}') FROM %s", strings.Join(cells, ", "), scan(files))) {
			bad := map[string]string{}
			if err := json.Unmarshal([]byte(cells[len(cells)-1]), &bad); err != nil {
				s.t.Fatal(err)
			}
			cells = cells[:len(cells)-1]
			for name, text := range bad {
				cells[column(t, name)] = text
			}
			p[t.Name] = append(p[t.Name], row{cells: canonical(t, cells)})
		}
	}
	return p.sorted()
}

func scan(files []string) string {
	return "read_parquet(['" + strings.Join(files, "', '") + "'])"
}

// files lists the files behind the lake's tables of a kind, as its catalogue has them.
func (s *stand) files(kind schemas.Kind) map[string][]string {
	s.t.Helper()
	lk, err := lake.Open(s.t.Context(), s.path("lake"), lake.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = lk.Close() }()
	all := schemas.Lake()
	if kind == schemas.Mirror {
		all = nil
		for _, t := range schemas.Contract() {
			all = append(all, schemas.MirrorOf(t))
		}
	} else {
		all = append(all, &schemas.ControlTotal)
	}
	files := map[string][]string{}
	for _, t := range all {
		parts, err := lk.Parts(s.t.Context(), t)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, p := range parts {
			if p.Path != "" && t.Kind == kind {
				files[t.Name] = append(files[t.Name], p.Path)
			}
		}
	}
	return files
}

// everything lists every file of a folder with its size and the time it was written.
func (s *stand) everything(folder string) string {
	s.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(s.path(folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "lock" {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(&b, path, info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return b.String()
}

// ask gives the rows of a query of texts.
func (s *stand) ask(db *sql.DB, query string) (all [][]string) {
	s.t.Helper()
	rows, err := db.QueryContext(s.t.Context(), query)
	if err != nil {
		s.t.Fatalf("%v\n%s", err, query)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		s.t.Fatal(err)
	}
	for rows.Next() {
		cells, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			s.t.Fatal(err)
		}
		all = append(all, cells)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return all
}

// equal holds the lake against the source, row by row.
func (s *stand) equal(where string) {
	s.t.Helper()
	want, got := s.source(), s.lake()
	for _, t := range schemas.Contract() {
		s.compared += int64(len(want[t.Name]))
		if found := difference(want[t.Name], got[t.Name]); len(found) > 0 {
			s.t.Fatalf("%s: %s: %d rows in the source, %d in the lake; -source +lake\n%s", where, t.Name, len(want[t.Name]), len(got[t.Name]), strings.Join(found[:min(10, len(found))], "\n"))
		}
	}
	s.known = want
}

// same tells whether two photos show the same rows.
func (p photo) same(other photo) bool {
	for _, t := range schemas.Contract() {
		if len(difference(p[t.Name], other[t.Name])) > 0 {
			return false
		}
	}
	return true
}

// difference lists rows that only one side has, as often as it has them more than the other.
func difference(want, got []row) (list []string) {
	for len(want) > 0 || len(got) > 0 {
		var order int
		switch {
		case len(want) == 0:
			order = 1
		case len(got) == 0:
			order = -1
		default:
			order = slices.Compare(want[0].cells, got[0].cells)
		}
		if order <= 0 {
			if order < 0 {
				list = append(list, fmt.Sprintf("-%q", want[0].cells))
			}
			want = want[1:]
		}
		if order >= 0 {
			if order > 0 {
				list = append(list, fmt.Sprintf("+%q", got[0].cells))
			}
			got = got[1:]
		}
	}
	return list
}
