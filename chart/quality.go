package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

// rates is a chart of ratios between month-ends, of all unions or of the one asked for.
func rates(name, vi, en, doc, noteVI, noteEN string, columns ...[3]string) Chart {
	return Chart{Name: name, VI: vi, EN: en, Doc: doc, Trend: &schemas.RollRates, draw: func(d Data) figure {
		t := d.table().oneUnion()
		f := figure{show: inPercent, remarks: []string{pick(d.Lang, noteVI, noteEN)}}
		days := t.distinct("as_of")
		f.labels = months(d.Lang, days)
		for _, c := range columns {
			f.series = append(f.series, t.over(days, pick(d.Lang, c[1], c[2]), c[0], f.show))
		}
		return f
	}}
}

var (
	rollRate = rates("roll_rate", "Tỷ lệ nợ trong hạn chuyển quá hạn trong tháng", "Part of the loans in term that went overdue in the month",
		"Lines: roll rate by amount and by count, month by month.",
		"Dư nợ đầu tháng của các món trong hạn đã thành quá hạn cuối tháng, trên dư nợ đầu tháng của các món trong hạn.",
		"Opening outstanding of loans in term that are overdue at the month's end, over the opening outstanding of loans in term.",
		[3]string{"roll_rate", "Theo dư nợ", "By amount"}, [3]string{"roll_rate_loans", "Theo số món", "By count"})
	cureRate = rates("cure_rate", "Nợ quá hạn đầu tháng đã đi đâu", "Where the overdue loans of the month-end before went",
		"Lines: parts of the overdue cured, closed, frozen and written off, month by month.",
		"Trên dư nợ đầu tháng của các món quá hạn; phần còn lại vẫn quá hạn.",
		"Over the opening outstanding of overdue loans; the rest stayed overdue.",
		[3]string{"cure_rate", "Phục hồi trong hạn", "Cured"}, [3]string{"closed_rate", "Tất toán", "Closed"},
		[3]string{"frozen_rate", "Khoanh", "Frozen"}, [3]string{"written_off_rate", "Xóa nợ", "Written off"})
)

var migration = Chart{
	Name: "migration", VI: "Ma trận chuyển dịch trạng thái nợ trong tháng", EN: "Migration of loans between states in the month",
	Doc: "Heat map: of each state's opening outstanding, the part in each state on the day.", Trend: &schemas.Migration,
	draw: func(d Data) figure {
		t := d.table().oneUnion()
		f := figure{kind: matrix, show: inPercent, along: pick(d.Lang, "Trạng thái cuối tháng", "State on the day"), down: pick(d.Lang, "Trạng thái đầu tháng", "State before")}
		states := []string{"in_term", "overdue", "frozen", "closed", "written_off"}
		for _, to := range states {
			f.labels = append(f.labels, render.Word(d.Lang, "to_state", to))
		}
		blank := false
		for _, from := range states[:3] {
			s := series{name: render.Word(d.Lang, "from_state", from), values: make([]float64, len(states))}
			for i, to := range states {
				s.values[i] = math.NaN()
				for _, row := range t.only("from_state", from).only("to_state", to).rows {
					s.values[i] = t.number(row, "share", f.show)
				}
			}
			f.series = append(f.series, s)
			blank = blank || math.IsNaN(s.values[0])
		}
		f.remarks = []string{pick(d.Lang, "Toàn bộ dư nợ đầu tháng của mỗi món theo trạng thái cuối tháng; mỗi hàng cộng 100 %.", "The whole opening outstanding of each loan goes to its closing state; a row adds up to 100 %.")}
		if blank {
			f.remarks[0] += pick(d.Lang, " Hàng trống: đầu tháng không có món nào.", " An empty row: no loan was in that state.")
		}
		for _, row := range t.only("from_state", "new").only("to_state", "in_term").rows {
			f.remarks = append(f.remarks, fmt.Sprintf(pick(d.Lang, "Ngoài ma trận: cho vay mới còn trong hạn %s món, %s.", "Beside it: %s new loans in term, %s."), t.count(d.Lang, row, "loans"), t.amount(d.Lang, row, "amount")))
		}
		return f
	},
}

// curves is a chart of a ratio by months on book, a line per quarter of disbursement.
func curves(name, vi, en, column, doc string) Chart {
	return Chart{Name: name, VI: vi, EN: en, Doc: doc, Trend: &schemas.Vintage, draw: func(d Data) figure {
		t := d.table()
		f := figure{show: inPercent, along: pick(d.Lang, "Số tháng kể từ khi giải ngân", "Months on book")}
		const most = 8 // lines that can still be told apart
		var cohorts []string
		longest := int64(-1)
		for _, row := range t.rows {
			if whole, ok := row[t.at["survivors_only"]].(bool); !ok || whole {
				continue
			}
			cohorts = append(cohorts, t.text(row, "cohort"))
			m, _ := row[t.at["months_on_book"]].(int64)
			longest = max(longest, m)
		}
		slices.Sort(cohorts)
		cohorts = slices.Compact(cohorts)
		cohorts = cohorts[max(0, len(cohorts)-most):]
		for m := range longest + 1 {
			f.labels = append(f.labels, strconv.FormatInt(m, 10))
		}
		for _, c := range cohorts {
			s := series{name: c, values: make([]float64, longest+1)}
			for i := range s.values {
				s.values[i] = math.NaN()
			}
			for _, row := range t.only("cohort", c).rows {
				if m, ok := row[t.at["months_on_book"]].(int64); ok {
					s.values[m] = t.number(row, column, f.show)
				}
			}
			f.series = append(f.series, s)
		}
		f.remarks = []string{pick(d.Lang, "Trên số tiền đã giải ngân của quý. Không vẽ các quý trước khi có sổ: món đã tất toán khi đó không có trong sổ.",
			"Over what the quarter was lent. Quarters from before the ledger are left out: loans closed by then are not in it.")}
		return f
	}}
}

var (
	vintage = curves("vintage", "PAR 30 theo quý giải ngân", "PAR 30 by quarter of disbursement", "par_30_ratio",
		"Lines: PAR 30 over the amount disbursed by months on book, of the last quarters.")
	vintageOverdue = curves("vintage_overdue", "Nợ quá hạn theo quý giải ngân", "Overdue by quarter of disbursement", "overdue_ratio",
		"Lines: overdue over the amount disbursed by months on book, of the last quarters.")
)

var maturityWall = Chart{
	Name: "maturity_wall", VI: "Dư nợ theo thời gian đến hạn", EN: "Maturity wall",
	Doc: "Bars: outstanding by days until due, by instalments and by final maturity.", Trend: &schemas.MaturityWall,
	draw: func(d Data) figure {
		t := d.table().oneUnion()
		f := figure{kind: bars, show: inBillions}
		byInstalment := series{name: pick(d.Lang, "Theo phân kỳ trả nợ", "By instalments")}
		byMaturity := series{name: pick(d.Lang, "Theo hạn cuối cùng", "By final maturity")}
		for _, row := range t.rows {
			f.labels = append(f.labels, render.Word(d.Lang, "band", t.text(row, "band")))
			byInstalment.values = append(byInstalment.values, t.number(row, "by_instalment", f.show))
			byMaturity.values = append(byMaturity.values, t.number(row, "by_maturity", f.show))
		}
		f.series = []series{byInstalment, byMaturity}
		return f
	},
}
