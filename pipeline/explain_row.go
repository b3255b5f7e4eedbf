package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/pipeline/warehouse"
	"github.com/uythac/uythac/schemas"
)

// read reads the rows of the report among which the cell's is: of what is computed, only that row, and of its columns the cell's
// and codes. What is asked wrongly has none, and find says why.
func (x *Explanation) read(ctx context.Context, w *warehouse.Warehouse, cell Cell) (err error) {
	r := &x.Report
	if !onDemand(r.Table, r.Scope) {
		r.Rows, err = reportRows(ctx, w, r.Table, r.AsOf, r.Scope, cell.Lang)
		return err
	}
	if key, wrong := rowKey(r.Table.Key[1:], cell.Row); wrong == nil {
		r.Rows, err = w.DemandRow(ctx, r.Table, r.AsOf, r.Scope, cell.Lang, key, func(column string) bool {
			return column == cell.Column || strings.HasSuffix(column, "_code")
		})
	}
	return tooMuch(err)
}

// find looks for the cell's row and fills key, column and value; it returns the row's codes for the facts.
func (x *Explanation) find(cell Cell) (codes map[string]string, err error) {
	r := x.Report
	at := slices.IndexFunc(r.Columns, func(c schemas.Column) bool { return c.Name == cell.Column })
	if cell.Column == "" {
		return nil, &UsageError{"which figure of " + r.Table.Name + "?", "take one of: " + strings.Join(figures(r), ", ")}
	}
	_, subject := schemas.SourceOf(r.Table, cell.Column)
	if at < 0 || slices.Contains(r.Table.Key, cell.Column) && !subject {
		return nil, &UsageError{fmt.Sprintf("%s has no figure %q", r.Table.Name, cell.Column), "take one of: " + strings.Join(figures(r), ", ")}
	}
	x.Column = r.Columns[at]
	keys := r.Table.Key[1:]
	wanted, err := rowKey(keys, cell.Row)
	if err != nil {
		return nil, err
	}
	for _, row := range r.Rows {
		x.Key = x.Key[:0]
		same := true
		for i, k := range keys {
			v := row[slices.IndexFunc(r.Columns, func(c schemas.Column) bool { return c.Name == k })]
			x.Key = append(x.Key, v)
			same = same && fmt.Sprint(v) == wanted[i]
		}
		if same {
			x.Value, x.row = row[at], row
			return rowCodes(r.Table, keys, x.Key, cell.Scope), nil
		}
	}
	return nil, &UsageError{fmt.Sprintf("%s has no row %s on %s", r.Table.Name, strings.Join(wanted, ","), r.AsOf),
		"a row is named by " + strings.Join(keys, ",") + "; `uythac report " + r.Table.Name + " --format csv` prints them"}
}

// rowKey reads the values of a key; those left out are the total.
func rowKey(keys []string, text string) ([]string, error) {
	wanted := make([]string, len(keys))
	for i, k := range keys {
		wanted[i] = "00"
		if k == "by_level" {
			wanted[i] = "total"
		}
	}
	if text == "" {
		return wanted, nil
	}
	parts := strings.Split(text, ",")
	if len(parts) > len(keys) {
		return nil, &UsageError{fmt.Sprintf("--row %s names %d values", text, len(parts)), "a row is named by " + strings.Join(keys, ",")}
	}
	for i, p := range parts {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			wanted[i] = p
			continue
		}
		at := slices.Index(keys, name)
		if at < 0 {
			return nil, &UsageError{fmt.Sprintf("--row %s: there is no key column %q", text, name), "a row is named by " + strings.Join(keys, ",")}
		}
		wanted[at] = value
	}
	return wanted, nil
}

// rowCodes are the codes that facts must have: those of the row that are no total, and those of the scope.
func rowCodes(t *schemas.Table, keys []string, values []any, s warehouse.Scope) map[string]string {
	codes := map[string]string{}
	for name, code := range map[string]string{"union": s.Union, "office": s.Office, "commune": s.Commune, "programme": s.Programme, "branch": s.Branch} {
		if code != "" {
			codes[name] = code
		}
	}
	for i, k := range keys {
		name := strings.TrimSuffix(k, "_code")
		if k == "unit_code" || k == "unit_level" || k == "target_level" || k == "status" {
			continue
		}
		if k == "round_code" || k == "by_level" {
			name = k
		}
		if v := fmt.Sprint(values[i]); v != "00" && k != "key" {
			codes[name] = v
		}
		if k == "group_code" && values[i] == "00" && t == &schemas.GroupSheet {
			codes["grouped"] = "yes" // its total is that of groups alone
		}
	}
	return codes
}

// figures lists the columns of a report that can be asked about.
func figures(r ReportRows) []string {
	var all []string
	for _, c := range r.Columns {
		if !slices.Contains(r.Table.Key, c.Name) {
			all = append(all, c.Name)
		}
	}
	return all
}

// sourced shows the rows that a cell comes from which is no sum of entries.
func (x *Explanation) sourced(ctx context.Context, w *warehouse.Warehouse, cell Cell) error {
	t, ok := schemas.SourceOf(x.Report.Table, cell.Column)
	if !ok {
		return &UsageError{fmt.Sprintf("%s of %s comes from no row that the warehouse keeps", cell.Column, cell.Report), "take one of: " + strings.Join(figures(x.Report), ", ")}
	}
	codes := map[string]string{}
	for i, k := range x.Report.Table.Key[1:] {
		if v := fmt.Sprint(x.Key[i]); v != "00" && k != "key" {
			codes[k] = v
		}
	}
	if len(codes) > 0 && !slices.ContainsFunc(x.Report.Table.Key[1:], func(k string) bool { _, has := t.Column(k); return has }) {
		for i, c := range x.Report.Columns { // a name: of what the row lies in
			if code, ok := x.row[i].(string); ok && strings.HasSuffix(c.Name, "_code") {
				codes[c.Name] = code
			}
		}
	}
	if strings.HasPrefix(cell.Column, "candidate_") || cell.Column == "merged_members" {
		at := slices.IndexFunc(x.Report.Columns, func(c schemas.Column) bool { return c.Name == "candidate_code" })
		codes["group_code"] = fmt.Sprint(x.row[at])
	}
	for _, u := range []struct {
		of          *schemas.Table // which names units of several levels in two columns
		what, level string
	}{{&schemas.FeePayment, "unit", "group"}, {&schemas.FeePayment, "unit", "commune"}, {&schemas.Inspection, "target", "group"}} {
		if code, has := codes[u.level+"_code"]; has && t == u.of {
			codes[u.what+"_level"], codes[u.what+"_code"] = u.level, code
		}
	}
	st, err := w.SourceRows(ctx, t, x.Report.AsOf, codes, max(cell.Top, 1))
	x.Source, x.Agrees = &st, true
	return err
}
