package chart

import "github.com/uythac/uythac/schemas"

// How axes print: shares in percent, amounts in billions.
var (
	inPercent  = schemas.Show{Percent: true, Decimals: 2, VI: "%", EN: "%"}
	inBillions = schemas.Show{Scale: 1e9, VI: "tỷ đồng", EN: "VND billion"}
)

var outstanding = Chart{
	Name: "outstanding", VI: "Dư nợ ủy thác theo tổ chức hội", EN: "Entrusted outstanding by union",
	Doc: "Stacked bars: outstanding of every union, month by month.", Trend: &schemas.PAR,
	draw: func(d Data) figure {
		t := d.table()
		f := figure{kind: stacks, show: inBillions}
		days := t.distinct("as_of")
		f.labels = months(d.Lang, days)
		for _, u := range t.unions() {
			if u.code != "00" {
				f.series = append(f.series, t.only("union_code", u.code).over(days, u.name, "outstanding", f.show))
			}
		}
		return f
	},
}

var overdueRatio = Chart{
	Name: "overdue_ratio", VI: "Tỷ lệ nợ quá hạn theo tổ chức hội", EN: "Overdue ratio by union",
	Doc: "Lines: overdue / outstanding of every union and of all, month by month.", Trend: &schemas.PAR,
	draw: func(d Data) figure {
		t := d.table()
		f := figure{show: inPercent}
		days := t.distinct("as_of")
		f.labels = months(d.Lang, days)
		for _, u := range t.unions() {
			s := t.only("union_code", u.code).over(days, u.name, "overdue_ratio", f.show)
			s.strong = u.code == "00"
			f.series = append(f.series, s)
		}
		return f
	},
}

var portfolioAtRisk = Chart{
	Name: "par", VI: "Dư nợ có rủi ro (PAR) và tỷ lệ nợ quá hạn", EN: "Portfolio at risk beside the overdue ratio",
	Doc: "Lines: PAR 1, 30, 90 and 180 and the overdue ratio, of all unions or of the one asked for.", Trend: &schemas.PAR,
	draw: func(d Data) figure {
		t := d.table().oneUnion()
		f := figure{show: inPercent}
		days := t.distinct("as_of")
		f.labels = months(d.Lang, days)
		for _, c := range []struct{ column, vi, en string }{
			{"par_1_ratio", "PAR 1", "PAR 1"}, {"par_30_ratio", "PAR 30", "PAR 30"}, {"par_90_ratio", "PAR 90", "PAR 90"},
			{"par_180_ratio", "PAR 180", "PAR 180"}, {"overdue_ratio", "Nợ quá hạn", "Overdue"},
		} {
			f.series = append(f.series, t.over(days, pick(d.Lang, c.vi, c.en), c.column, f.show))
		}
		f.series[4].strong = true
		f.remarks = []string{pick(d.Lang, "PAR n: toàn bộ dư nợ của các món có kỳ nợ chậm trả trên n ngày (PAR 1: từ 1 ngày), trên tổng dư nợ.",
			"PAR n: the whole outstanding of loans with an instalment over n days late (PAR 1: 1 day or more), over all outstanding.")}
		return f
	},
}

type named struct{ code, name string }

// unions lists the unions of the rows, by code with the unassigned and the total last.
func (t table) unions() []named {
	var all []named
	for _, code := range t.distinct("union_code") {
		of := t.only("union_code", code.(string))
		all = append(all, named{code.(string), of.text(of.rows[0], "union_name")})
	}
	return lastly(lastly(all, "98"), "00")
}

// lastly moves a code behind the others.
func lastly(all []named, code string) []named {
	var before, moved []named
	for _, n := range all {
		if n.code == code {
			moved = append(moved, n)
		} else {
			before = append(before, n)
		}
	}
	return append(before, moved...)
}

// oneUnion keeps the rows of the total, or of the only union there is.
func (t table) oneUnion() table {
	if total := t.only("union_code", "00"); len(total.rows) > 0 {
		return total
	}
	return t
}
