package chart

import (
	"math"
	"strconv"

	"github.com/uythac/uythac/schemas"
)

// indicated makes a series of one indicator of the monthly series.
func (t table) indicated(days []any, name, indicator string, show schemas.Show) series {
	return t.only("indicator", indicator).over(days, name, "value", show)
}

// monthly is a chart of some indicators of a monthly series of one place or union, or of all.
func monthly(trend *schemas.Table, name, vi, en, doc string, show schemas.Show, indicators ...[3]string) Chart {
	return Chart{Name: name, VI: vi, EN: en, Doc: doc, Trend: trend, draw: func(d Data) figure {
		t := d.table()
		f := figure{show: show}
		days := t.distinct("as_of")
		f.labels = months(d.Lang, days)
		for _, i := range indicators {
			f.series = append(f.series, t.indicated(days, pick(d.Lang, i[1], i[2]), i[0], show))
		}
		return f
	}}
}

var (
	lending = monthly(&schemas.Series, "lending", "Doanh số cho vay và thu nợ theo tháng", "Lent and collected by month",
		"Lines: disbursed and collected month by month, of any place, programme or union.", inBillions,
		[3]string{"disbursed", "Cho vay", "Lent"}, [3]string{"collected", "Thu nợ", "Collected"})
	deposits = monthly(&schemas.Series, "deposits", "Tiền gửi của tổ viên theo tháng", "Member deposits by month",
		"Lines: balance, deposits in and out month by month, of any place or union.", inBillions,
		[3]string{"deposit_balance", "Số dư", "Balance"}, [3]string{"deposits_in", "Gửi vào", "In"}, [3]string{"deposits_out", "Rút ra", "Out"})
	quality = monthly(&schemas.Ratios, "quality", "Chất lượng nợ theo tháng", "Quality of the debt by month",
		"Lines: overdue, bad-debt and PAR 30 ratio month by month, of any place, programme or union.", inPercent,
		[3]string{"overdue_ratio", "Nợ quá hạn", "Overdue"}, [3]string{"bad_debt_ratio", "Nợ quá hạn và khoanh", "Overdue and frozen"}, [3]string{"par_30_ratio", "PAR 30", "PAR 30"})
)

var seasonality = Chart{
	Name: "seasonality", VI: "Chỉ số mùa vụ của các khoản phát sinh", EN: "Seasonality of the flows",
	Doc: "Lines: each calendar month's flow over the mean month's, over all whole years.", Trend: &schemas.Seasonality,
	draw: func(d Data) figure {
		t := d.table().oneUnion()
		f := figure{show: schemas.Show{Decimals: 2, VI: "tháng bình quân = 1", EN: "mean month = 1"}, along: pick(d.Lang, "Tháng", "Month")}
		f.labels = calendarMonths()
		if len(t.rows) > 0 {
			f.remarks = []string{pick(d.Lang, "Số năm trọn trong sổ, đến 31/12 gần nhất: ", "Whole years of the ledger, up to the last 31 December: ") + t.count(d.Lang, t.rows[0], "years")}
		}
		for _, i := range [][3]string{{"disbursed", "Cho vay", "Lent"}, {"collected", "Thu nợ", "Collected"}, {"interest_paid", "Thu lãi", "Interest collected"},
			{"deposits_in", "Tiền gửi vào", "Deposits in"}, {"deposits_out", "Tiền gửi rút", "Deposits out"}} {
			f.series = append(f.series, t.only("indicator", i[0]).at12(pick(d.Lang, i[1], i[2])))
		}
		return f
	},
}

func calendarMonths() []string {
	var all []string
	for m := range 12 {
		all = append(all, strconv.Itoa(m+1))
	}
	return all
}

// at12 makes a series of the indices of the twelve months.
func (t table) at12(name string) series {
	s := series{name: name, values: make([]float64, 12)}
	for i := range s.values {
		s.values[i] = math.NaN()
	}
	for _, row := range t.rows {
		if m, ok := row[t.at["month"]].(int64); ok && m >= 1 && m <= 12 {
			s.values[m-1] = t.number(row, "index", schemas.Show{})
		}
	}
	return s
}
