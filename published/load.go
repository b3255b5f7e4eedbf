package published

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed testdata/*.csv
var files embed.FS

// Load reads the embedded document once; the result is shared and must not be changed.
var Load = sync.OnceValues(func() (*Report, error) { return read(files) })

// unions maps the document's abbreviations to union codes.
var unions = map[string]string{"HND": "11", "HPN": "12", "HCCB": "13", "DTN": "14", "printed_total": "00"}

func read(from fs.FS) (r *Report, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("published figures: %w", err)
		}
	}()
	r = &Report{}
	right := map[string]Decimal{}
	for _, step := range []struct {
		file, header string
		row          func(get func(string) string) error
	}{
		{"misprints-2020", "key,right,note", func(get func(string) string) error {
			d, err := ParseDecimal(get("right"))
			right[get("key")] = d
			return err
		}},
		{"headlines-2020", "key,value,unit,decimals,relation,note", func(get func(string) string) error { return r.headline(get, right) }},
		{"outstanding-by-union-2020", "union,groups,households,outstanding_mvnd,overdue_mvnd,overdue_ratio_pct,d_groups,d_households,d_outstanding_mvnd,d_overdue_mvnd," +
			"overdue_growth_pct,share_pct,deposit_bvnd,d_deposit_bvnd,groups_average,groups_weak,groups_overdue_gt2pct,groups_lt20_households,agreements_district,contracts_commune",
			func(get func(string) string) error { return r.cells(get, "outstanding-by-union", right) }},
		{"inspections-2020", "union,by_level,districts,communes,groups,households",
			func(get func(string) string) error { return r.cells(get, "inspections", right) }},
		{"feasible-2020", "key,union,as_of,low,high,unit,note", r.interval},
		{"remarks-2020", "vi,en", func(get func(string) string) error {
			r.Remarks = append(r.Remarks, Remark{VI: get("vi"), EN: get("en")})
			return nil
		}},
	} {
		if err := rows(from, "testdata/"+step.file+".csv", step.header, step.row); err != nil {
			return nil, err
		}
	}
	r.widen()
	return r, nil
}

// rows reads one file whose header must be exactly the given one.
func rows(from fs.FS, name, header string, row func(get func(string) string) error) error {
	f, err := from.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	c := csv.NewReader(f)
	c.Comment = '#'
	all, err := c.ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(all) == 0 || strings.Join(all[0], ",") != header {
		return fmt.Errorf("%s: the header must be %s", name, header)
	}
	for i, cells := range all[1:] {
		get := func(column string) string { return cells[slices.Index(all[0], column)] }
		if err := row(get); err != nil {
			return fmt.Errorf("%s, row %d: %w", name, i+1, err)
		}
	}
	return nil
}

func (r *Report) add(f Figure, right map[string]Decimal) error {
	if _, err := r.find(f.Table, f.Key, f.Union, f.Level); err == nil {
		return fmt.Errorf("%s %s %s stands twice", f.Key, f.Union, f.Level)
	}
	f.Right = f.Value
	if f.Relation == Misprint {
		d, ok := right[f.Key]
		if f.Table != "headlines" {
			h, err := r.find("headlines", "overdue_total_mvnd", "", "")
			d, ok = h.Right, err == nil
		}
		if !ok {
			return fmt.Errorf("no right figure for the misprint %s", f.Key)
		}
		f.Right = d
	}
	r.Figures = append(r.Figures, f)
	return nil
}

func (r *Report) headline(get func(string) string, right map[string]Decimal) error {
	v, err := ParseDecimal(get("value"))
	if err != nil {
		return err
	}
	decimals, err := strconv.Atoi(get("decimals"))
	if err != nil {
		return err
	}
	rel := Relation(get("relation"))
	if rel != Equal && rel != Over && rel != Misprint {
		return fmt.Errorf("unknown relation %q", rel)
	}
	return r.add(Figure{Table: "headlines", Key: get("key"), Value: v, Unit: get("unit"), Decimals: decimals,
		Relation: rel, Note: get("note")}, right)
}
