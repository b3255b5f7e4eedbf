package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Report returns the rows of a report table for one as-of day, without the as_of column: int64,
// float64, string, bool, calendar.Day, decimals as text without trailing zeros, or nil. Unions
// come by code, 98 after the others and 00 last, inspecting levels from the province down with
// the total last, other rows by key. union_name is in the language asked for, vi or en.
// A day without rows gives none.
func (w *Warehouse) Report(ctx context.Context, t *schemas.Table, asOf calendar.Day, lang string) (_ [][]any, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("report %s: %w", t.Name, err)
		}
	}()
	if t.Kind != schemas.Report || t.Demand {
		return nil, fmt.Errorf("%s is not a report table", t)
	}
	if lang != "vi" && lang != "en" {
		return nil, fmt.Errorf("there is no language %q: take vi or en", lang)
	}
	columns := names(t.Arrow())[1:]
	rows, err := w.s.table(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+inSchema(t)+" WHERE as_of = ?::DATE ORDER BY "+order(t), date(asOf))
	if err != nil {
		return nil, err
	}
	if name := slices.Index(columns, "union_name"); name >= 0 {
		err = w.translate(ctx, rows, slices.Index(columns, "union_code"), name, lang)
	}
	return rows, err
}

// order is the ORDER BY of a report's rows: totals last, and before them what belongs nowhere.
func order(t *schemas.Table) string {
	var by []string
	for _, key := range t.Key[1:] {
		switch key {
		case "union_code":
			by = append(by, "union_code = '00'", "union_code = '98'")
		case "by_level":
			by = append(by, "list_position(['province', 'district', 'commune', 'total'], by_level)")
		case "unit_level":
			by = append(by, "list_position(['commune', 'district', 'province', 'central', '00'], unit_level)")
		case "target_level":
			by = append(by, "list_position(['district', 'commune', 'group', 'household'], target_level)")
		default:
			if t.Demand {
				by = append(by, key+" = '00'", key+" = ''")
			}
		}
		by = append(by, key)
	}
	return strings.Join(by, ", ")
}

// translate writes the names of unions in a language over the Vietnamese ones of the table.
func (w *Warehouse) translate(ctx context.Context, rows [][]any, code, name int, lang string) error {
	if lang == "vi" {
		return nil
	}
	names := map[any]any{}
	err := w.s.each(ctx, "SELECT DISTINCT union_code, name_en FROM meta.union_row", func(scan scanner) error {
		var code, name string
		err := scan(&code, &name)
		names[code] = name
		return err
	})
	for _, row := range rows {
		row[name] = names[row[code]]
	}
	return err
}

// UnionNames says what a union may be called, to its code: the code, the short name, also without the bar of Đ,
// and the names in both languages.
func (w *Warehouse) UnionNames(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	err := w.s.each(ctx, "SELECT union_code, short_name, name_vi, name_en FROM dim.mass_organisation", func(scan scanner) error {
		var code, short, vi, en string
		if err := scan(&code, &short, &vi, &en); err != nil {
			return err
		}
		for _, n := range []string{code, short, strings.ReplaceAll(short, "Đ", "D"), vi, en} {
			names[n] = code
		}
		return nil
	})
	return names, err
}
