package schemas

// Units that the published tables print.
var (
	millions = show(Show{Scale: 1e6, VI: "triệu đồng", EN: "VND million"})
	billions = show(Show{Scale: 1e9, Decimals: 1, VI: "tỷ đồng", EN: "VND billion"})
	percent2 = show(Show{Percent: true, Decimals: 2, VI: "%", EN: "%"})
	percent3 = show(Show{Percent: true, Decimals: 3, VI: "%", EN: "%"})
)

// Reports lists the report tables: a row set per as-of day, flows from 1 January to it.
func Reports() []*Table {
	return []*Table{
		&OutstandingByUnion, &DepositsByUnion, &RatingsByUnion, &WatchGroupsByUnion, &InspectionsByUnion,
		&AgreementsByUnion, &FeesByUnion, &Trainings, &RiskHandling, &Headline,
	}
}

func report(name, vi, en, doc string, keys []string, cols ...Column) Table {
	cols = append([]Column{asOf(1)}, cols...)
	return Table{Name: name, Kind: Report, VI: vi, EN: en, Doc: doc, Key: append([]string{"as_of"}, keys...), Columns: cols}
}

func unionCols(rest ...Column) []Column {
	return append([]Column{
		col(2, "union_code", Code, "Union; 00 total of the unions shown, 98 unassigned.", head("Mã", "Code")),
		col(3, "union_name", Text, "Name of the union (Vietnamese in the warehouse; the command writes the language asked for).", head("Tổ chức hội", "Union")),
	}, rest...)
}

// num is a count column, unless options say otherwise.
func num(id int, name, u, vi, en, doc string, opts ...option) Column {
	return col(id, name, Int64, doc, append([]option{unit(u), head(vi, en)}, opts...)...)
}

// change is a difference against the last 31 December strictly before the as-of day.
func change(id int, name, u, vi, en string, opts ...option) Column {
	return num(id, name, u, vi, en, "Change against the last 31 December strictly before the as-of day; NULL when that day lies before the ledger.", append(opts, null)...)
}

func ratio(id int, name, vi, en, doc string, opts ...option) Column {
	return col(id, name, Ratio, doc, append([]option{unit("fraction"), head(vi, en), null}, opts...)...)
}

var byUnion = []string{"union_code"}

// The report tables of the published yearly report.
var (
	OutstandingByUnion = report("outstanding_by_union", "Dư nợ ủy thác theo tổ chức hội", "Entrusted outstanding by union",
		"Groups, households, outstanding and overdue per union, with changes since the start of the year.", byUnion, unionCols(
			num(4, "groups", "groups", "Số tổ", "Groups", "groups_with_debt."),
			num(5, "households", "households", "Số hộ", "Households", "households_with_debt."),
			num(6, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
			num(7, "overdue", "đồng", "Nợ quá hạn", "Overdue", "Nợ quá hạn.", millions),
			ratio(8, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding.", percent3),
			change(9, "groups_change", "groups", "Số tổ tăng, giảm", "Groups +/-"),
			change(10, "households_change", "households", "Số hộ tăng, giảm", "Households +/-"),
			change(11, "outstanding_change", "đồng", "Dư nợ tăng, giảm", "Outstanding +/-", millions),
			change(12, "overdue_change", "đồng", "NQH tăng, giảm", "Overdue +/-", show(Show{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"})),
			ratio(13, "overdue_growth", "Tỷ lệ NQH tăng", "Overdue growth", "overdue_change / overdue of the base day.", percent2),
			ratio(14, "share", "Tỷ trọng", "Share", "The union's outstanding / total.", percent2),
		)...)
	DepositsByUnion = report("deposits_by_union", "Tiền gửi của tổ viên theo tổ chức hội", "Member deposits by union",
		"Members, savers and deposits per union.", byUnion, unionCols(
			num(4, "members", "members", "Tổ viên", "Members", "members."),
			num(5, "savers", "members", "Tổ viên gửi tiền", "Savers", "savers."),
			num(6, "balance", "đồng", "Số dư tiền gửi", "Balance", "deposit_balance.", billions),
			change(7, "balance_change", "đồng", "Tăng, giảm", "Balance +/-", billions),
			num(8, "deposits_in", "đồng", "Doanh số thu", "Deposits in", "Deposits and interest from 1 January.", billions),
			num(9, "deposits_out", "đồng", "Doanh số chi", "Deposits out", "Withdrawals and offsets from 1 January.", billions),
		)...)
	RatingsByUnion = report("ratings_by_union", "Xếp loại tổ tiết kiệm và vay vốn", "Ratings of savings groups by union",
		"Groups with debt by rating at the last calendar month-end.", byUnion, unionCols(
			num(4, "good", "groups", "Tốt", "Good", "85 points or more."),
			num(5, "fair", "groups", "Khá", "Fair", "70 to 84 points."),
			num(6, "average", "groups", "Trung bình", "Average", "50 to 69 points."),
			num(7, "weak", "groups", "Yếu", "Weak", "Under 50 points."),
			num(8, "unrated", "groups", "Chưa xếp loại", "Unrated", "No score."),
			change(9, "good_change", "groups", "Tốt +/-", "Good +/-"),
			change(10, "fair_change", "groups", "Khá +/-", "Fair +/-"),
			change(11, "average_change", "groups", "Trung bình +/-", "Average +/-"),
			change(12, "weak_change", "groups", "Yếu +/-", "Weak +/-"),
		)...)
	WatchGroupsByUnion = report("watch_groups_by_union", "Các tổ cần quan tâm", "Groups to watch by union",
		"Small, overdue and badly rated groups per union.", byUnion, unionCols(
			num(4, "small", "groups", "Dưới 20 hộ", "Under 20 households", "small_groups."),
			num(5, "overdue", "groups", "Có NQH", "Overdue", "overdue_groups."),
			num(6, "over_2pct", "groups", "NQH trên 2%", "Overdue over 2%", "over_2pct_groups."),
			num(7, "average", "groups", "Trung bình", "Average", "rating_average."),
			num(8, "weak", "groups", "Yếu", "Weak", "rating_weak."),
			change(9, "small_change", "groups", "Dưới 20 hộ +/-", "Under 20 +/-"),
			change(10, "overdue_change", "groups", "Có NQH +/-", "Overdue +/-"),
			change(11, "over_2pct_change", "groups", "NQH trên 2% +/-", "Over 2% +/-"),
			change(12, "average_change", "groups", "Trung bình +/-", "Average +/-"),
			change(13, "weak_change", "groups", "Yếu +/-", "Weak +/-"),
		)...)
	InspectionsByUnion = report("inspections_by_union", "Kiểm tra, giám sát của các cấp hội", "Inspections by union and level",
		"Inspection visits from 1 January; total is province + district, as published.", []string{"union_code", "by_level"}, unionCols(
			col(4, "by_level", Code, "Inspecting level: province, district, commune, and total = province + district.", head("Cấp kiểm tra", "By")),
			num(5, "districts", "visits", "Huyện", "Districts", "Visits to districts."),
			num(6, "communes", "visits", "Xã", "Communes", "Visits to communes."),
			num(7, "groups", "visits", "Tổ", "Groups", "Visits to groups."),
			num(8, "households", "visits", "Hộ", "Households", "Visits to households."),
		)...)
	AgreementsByUnion = report("agreements_by_union", "Văn bản liên tịch và hợp đồng ủy thác", "Entrustment agreements by union",
		"Distinct units with an agreement in force on the as-of day.", byUnion, unionCols(
			num(4, "districts", "units", "Cấp huyện", "Districts", "Distinct offices with a district agreement in force."),
			num(5, "communes", "units", "Cấp xã", "Communes", "Distinct communes with a contract in force."),
		)...)
	FeesByUnion = report("fees_by_union", "Phí ủy thác và hoa hồng đã chi", "Fees and commissions paid by union",
		"Paid from 1 January.", byUnion, unionCols(
			num(4, "entrustment_fee", "đồng", "Phí ủy thác", "Entrustment fee", "Entrustment fees paid.", billions),
			num(5, "group_commission", "đồng", "Hoa hồng", "Group commission", "Group commissions paid.", billions),
		)...)
	Trainings = report("trainings", "Tập huấn", "Trainings", "Training sessions from 1 January.", []string{"audience"},
		col(2, "audience", Code, "union_officer or group_board.", head("Đối tượng", "Audience")),
		num(3, "sessions", "sessions", "Số lớp", "Sessions", "Sessions held."),
		num(4, "attendees", "people", "Số người", "Attendees", "People trained."))
	RiskHandling = report("risk_handling", "Xử lý nợ rủi ro", "Handling of loans at risk",
		"Rounds with a case submitted in the as-of day's year.", []string{"round_code", "measure"},
		col(2, "round_code", Code, "Round.", head("Đợt", "Round")),
		col(3, "measure", Code, "extension, freeze or write_off.", head("Biện pháp", "Measure")),
		num(4, "decided_loans", "loans", "Số món đã duyệt", "Loans decided", "Approved and decided on or before the as-of day."),
		num(5, "decided_principal", "đồng", "Gốc đã duyệt", "Principal decided", "Their principal.", show(Show{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"})),
		num(6, "pending_loans", "loans", "Số món đang chờ", "Loans pending", "Submitted and not decided on the as-of day."),
		num(7, "pending_principal", "đồng", "Gốc đang chờ", "Principal pending", "Their principal.", show(Show{Scale: 1e6, Decimals: 2, VI: "triệu đồng", EN: "VND million"})))
	Headline = report("headline", "Các chỉ tiêu chính", "Headline figures", "Every other figure of the published report, a row per key.", []string{"key"},
		col(2, "key", Code, "Name of the figure.", head("Chỉ tiêu", "Figure")),
		col(3, "value", Exact, "Raw value: đồng, a count, or a fraction for keys that end in _pct.", head("Giá trị", "Value"), null),
		col(4, "unit", Code, "dong, count or ratio.", head("Đơn vị", "Unit")))
)
