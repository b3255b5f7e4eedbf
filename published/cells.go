package published

import (
	"fmt"
	"strings"
)

var tableColumns = map[string][]string{
	"outstanding-by-union": strings.Split("groups,households,outstanding_mvnd,overdue_mvnd,overdue_ratio_pct,d_groups,d_households,d_outstanding_mvnd,"+
		"d_overdue_mvnd,overdue_growth_pct,share_pct,deposit_bvnd,d_deposit_bvnd,groups_average,groups_weak,groups_overdue_gt2pct,"+
		"groups_lt20_households,agreements_district,contracts_commune", ","),
	"inspections": {"districts", "communes", "groups", "households"},
}

// cells reads a row of a table by union; an empty cell is no figure.
func (r *Report) cells(get func(string) string, table string, right map[string]Decimal) error {
	code, ok := unions[get("union")]
	if !ok {
		return fmt.Errorf("unknown union %q", get("union"))
	}
	level := ""
	if table == "inspections" {
		level = get("by_level")
	} else if code != "00" {
		r.Unions = append(r.Unions, code)
	}
	for _, column := range tableColumns[table] {
		text := get(column)
		if text == "" {
			continue
		}
		v, err := ParseDecimal(text)
		if err != nil {
			return fmt.Errorf("%s: %w", column, err)
		}
		f := Figure{Table: table, Key: column, Union: code, Level: level, Value: v, Unit: unitOf(column), Relation: Equal}
		// The total row repeats the misprint of the headlines.
		if h, err := r.Headline("overdue_total_mvnd"); err == nil && code == "00" && column == "overdue_mvnd" && h.Value == v {
			f.Relation, f.Note = h.Relation, h.Note
		}
		if err := r.add(f, right); err != nil {
			return err
		}
	}
	return nil
}

func unitOf(column string) string {
	switch {
	case strings.HasSuffix(column, "_mvnd"):
		return "million đồng"
	case strings.HasSuffix(column, "_bvnd"):
		return "billion đồng"
	case strings.HasSuffix(column, "_pct"):
		if strings.Contains(column, "gt2pct") {
			return "groups"
		}
		return "percent"
	case strings.Contains(column, "household"):
		return "households"
	case strings.HasPrefix(column, "agreements"), strings.HasPrefix(column, "contracts"), strings.HasSuffix(column, "s") && !strings.Contains(column, "groups"):
		return "units"
	}
	return "groups"
}

// widen gives every cell of a column the decimals of its most precise cell: 43.7 stands for 43.70 beside 38.89.
func (r *Report) widen() {
	type key struct{ table, column string }
	most := map[key]int{}
	for _, f := range r.Figures {
		k := key{f.Table, f.Key}
		most[k] = max(most[k], f.Value.Scale)
	}
	for i := range r.Figures {
		if f := &r.Figures[i]; f.Table != "headlines" {
			f.Decimals = most[key{f.Table, f.Key}]
		}
	}
}

func (r *Report) interval(get func(string) string) (err error) {
	v := Interval{Key: get("key"), AsOf: get("as_of"), Unit: get("unit"), Note: get("note")}
	if v.Union = unions[get("union")]; v.Union == "" {
		return fmt.Errorf("unknown union %q", get("union"))
	}
	if v.Low, err = ParseDecimal(get("low")); err != nil {
		return err
	}
	if v.High, err = ParseDecimal(get("high")); err != nil {
		return err
	}
	if v.Low.Rat().Cmp(v.High.Rat()) > 0 {
		return fmt.Errorf("low %s is above high %s", v.Low, v.High)
	}
	r.Intervals = append(r.Intervals, v)
	return nil
}
