package schemas

// comparisons are what a series says about each month.
func comparisons() []Column {
	doc := " NULL without the history, and in an open month where it compares whole months."
	share := show(Show{Percent: true, Decimals: 2, VI: "%", EN: "%"})
	return []Column{
		col(10, "indicator", Code, "The measure, by the name of its column in the indicators, or a sum over the classes of debt.", head("Chỉ tiêu", "Indicator")),
		col(11, "kind", Code, "stock: on the day; flow: in the month; period and year: computed for the month, or from 1 January, never added up.", head("Loại", "Kind")),
		col(12, "unit", Code, "Unit of value and changes.", head("Đơn vị", "Unit")),
		col(13, "value", Int64, "The measure on the day, or in the month.", head("Giá trị", "Value")),
		col(14, "mom_change", Int64, "value less that of the month-end before."+doc, null, head("So tháng trước", "Month on month")),
		ratio(15, "mom_growth", "Tăng, tháng", "Growth, month", "mom_change / the value of the month-end before."+doc, share),
		col(16, "yoy_change", Int64, "value less that of the same month of the year before."+doc, null, head("So cùng kỳ", "Year on year")),
		ratio(17, "yoy_growth", "Tăng, năm", "Growth, year", "yoy_change / the value of the same month of the year before."+doc, share),
		col(18, "ytd", Int64, "Flows: sum from 1 January. Stocks: change since the last 31 December."+doc, null, head("Từ đầu năm", "Year to date")),
		ratio(19, "ytd_growth", "Tăng, từ đầu năm", "Growth, year to date", "Flows: ytd against that of the year before. Stocks: ytd / the value on the last 31 December."+doc, share),
		col(20, "rolling_sum", Int64, "Flows: sum of twelve months."+doc, null, head("Cộng 12 tháng", "Twelve months")),
		col(21, "rolling_mean", Ratio, "Stocks: mean of the last twelve month-ends, in the unit of value."+doc, unit("fraction"), null, head("Bình quân 12 tháng", "Mean of twelve")),
		col(22, "small_base", Bool, "Whether a growth in the row divides by less than the bounds of meta.small_base: 100 million đồng, or 20, unless rules set others.", head("Số gốc nhỏ", "Small base")),
	}
}

// leveled are the keys of the kept series.
func leveled() []Column {
	return []Column{
		col(2, "level", Code, "union (all branches), branch, office, programme or fund_source.", head("Cấp", "Level")),
		col(3, "branch_code", Code, "Branch that keeps the loans and deposits; empty at the level union.", head("Chi nhánh", "Branch")),
		col(4, "code", Code, "Code of the union, branch, office, programme or fund source.", head("Mã", "Code")),
		col(5, "union_code", Code, "Union; 00 total, 98 unassigned.", head("Mã hội", "Union")),
	}
}

var levelKey = []string{"level", "branch_code", "code", "union_code", "indicator"}

// onDemand makes a trend one that is computed when it is asked for.
func onDemand(t Table) Table {
	t.Demand = true
	return t
}

// The monthly series.
var (
	Series = trend("series", "Chuỗi số liệu theo tháng", "Monthly series",
		"Every measure at every level, month by month, with changes and growth.", levelKey, join(leveled(), comparisons())...)
	SeriesByCommune = onDemand(trend("series_by_commune", "Chuỗi số liệu theo tháng của xã và hội", "Monthly series of communes and unions",
		"Every measure of every commune and union in a scope, month by month, as series has them.", communeKey, join(ofCommune(), comparisons())...))
	SeriesByGroup = onDemand(trend("series_by_group", "Chuỗi số liệu theo tháng của tổ", "Monthly series of groups",
		"Every measure of every savings group in a scope, month by month, as series has them.", []string{"branch_code", "group_code", "union_code", "indicator"}, join([]Column{
			col(3, "branch_code", Code, "Branch that keeps the loans and deposits.", head("Chi nhánh", "Branch")),
			col(4, "group_code", Code, "Group; empty without one.", head("Mã tổ", "Group")),
			col(5, "union_code", Code, "Union of the group; 98 unassigned.", head("Mã hội", "Union")),
		}, comparisons())...))
	Ratios = trend("ratios", "Chuỗi tỷ lệ theo tháng", "Monthly series of ratios",
		"Every ratio and average at every level, month by month, with its changes in basis points.", levelKey, join(leveled(), ratioComparisons())...)
	RatiosByCommune = onDemand(trend("ratios_by_commune", "Chuỗi tỷ lệ theo tháng của xã và hội", "Monthly series of ratios of communes and unions",
		"Every ratio and average of every commune and union in a scope, month by month, as ratios has them.", communeKey, join(ofCommune(), ratioComparisons())...))
)

// ofCommune are the keys of the series of communes.
func ofCommune() []Column {
	return []Column{
		col(3, "branch_code", Code, "Branch that keeps the loans and deposits.", head("Chi nhánh", "Branch")),
		col(4, "commune_code", Code, "Commune; empty without a group.", head("Mã xã", "Commune")),
		col(5, "union_code", Code, "Union; 00 total, left out when a union is asked for; 98 unassigned.", head("Mã hội", "Union")),
	}
}

var communeKey = []string{"branch_code", "commune_code", "union_code", "indicator"}

// ratioComparisons are what a series of ratios says about each month.
func ratioComparisons() []Column {
	return []Column{
		col(10, "indicator", Code, "The ratio.", head("Chỉ tiêu", "Indicator")),
		col(12, "unit", Code, "fraction, or the unit of an average: đồng, households.", head("Đơn vị", "Unit")),
		col(13, "value", Ratio, "The ratio or average; NULL when its denominator is zero.", unit("fraction"), null, head("Giá trị", "Value"), show(Show{Decimals: 4})),
		points(14, "mom_change", "So tháng trước", "Month on month", "value less that of the month-end before"),
		points(15, "yoy_change", "So cùng kỳ", "Year on year", "value less that of the same month of the year before"),
		points(16, "ytd_change", "So đầu năm", "Since December", "value less that of the last 31 December"),
		col(17, "rolling", Ratio, "Sum of the numerators over the sum of the denominators, twelve months; NULL where they are not added up.", unit("fraction"), null, head("12 tháng", "Twelve months"), show(Show{Decimals: 4})),
		col(22, "small_base", Bool, "Whether a denominator of value or of a change is under the bounds of meta.small_base (100 million đồng, or 20, unless rules set others), or value has none.", head("Số gốc nhỏ", "Small base")),
	}
}

// points is a change of a ratio.
func points(id int, name, vi, en, doc string) Column {
	return col(id, name, Ratio, doc+": in basis points, of an average in its unit; NULL without the history.", unit("basis points"), null, head(vi, en), show(Show{Decimals: 1}))
}
