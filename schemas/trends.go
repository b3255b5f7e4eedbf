package schemas

// Trends lists the trend tables. What is kept has rows for every as-of day, or for those of the facts that a
// warehouse keeps; what is on demand is a view that follows the session's variables, as Demands are.
func Trends() []*Table {
	return []*Table{&Series, &Ratios, &SeriesByCommune, &RatiosByCommune, &SeriesByGroup, &PAR, &PARByOffice, &PARByCommune, &Migration, &MigrationByOffice, &MigrationByCommune,
		&RollRates, &RollRatesByOffice, &RollRatesByCommune, &Vintage, &MaturityWall, &Concentration, &Seasonality}
}

// trend declares a kept trend that is read up to an as-of day.
func trend(name, vi, en, doc string, keys []string, cols ...Column) Table {
	t := report(name, vi, en, doc, keys, cols...)
	t.Kind, t.Running = Trend, true
	return t
}

// onTheDay makes a trend one whose rows are read on the as-of day alone.
func onTheDay(t Table) Table {
	t.Running = false
	return t
}

// smallBase is the warning that every trend carries; what is small is said once, in meta.small_base.
func smallBase(id int, of string) Column {
	return col(id, "small_base", Bool, "Whether "+of+" is under the bound of meta.small_base, 100 million đồng or 20 unless rules set others: growth and ratios say little then.", head("Số gốc nhỏ", "Small base"))
}

// shareOf is a ratio of a trend, in percent with two decimals.
func shareOf(id int, name, vi, en, doc string) Column { return ratio(id, name, vi, en, doc, percent2) }

var (
	// PAR is the portfolio at risk per union.
	PAR = trend("par", "Dư nợ có rủi ro (PAR) và tỷ lệ nợ quá hạn", "Portfolio at risk beside the overdue ratio",
		"PAR 1, 30, 90 and 180 per union by amount and count, beside the overdue ratio.", byUnion, unionCols(
			num(4, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
			num(5, "loans", "loans", "Số món", "Loans", "loans."),
			num(6, "overdue", "đồng", "Nợ quá hạn", "Overdue", "Nợ quá hạn.", millions),
			num(7, "overdue_loans", "loans", "Món quá hạn", "Overdue loans", "overdue_loans."),
			num(8, "par_1", "đồng", "PAR 1", "PAR 1", "Outstanding of loans with days_past_due >= 1.", millions),
			num(9, "par_1_loans", "loans", "PAR 1, số món", "PAR 1 loans", "Loans with days_past_due >= 1."),
			num(10, "par_30", "đồng", "PAR 30", "PAR 30", "Outstanding of loans with days_past_due > 30.", millions),
			num(11, "par_30_loans", "loans", "PAR 30, số món", "PAR 30 loans", "Loans with days_past_due > 30."),
			num(12, "par_90", "đồng", "PAR 90", "PAR 90", "Outstanding of loans with days_past_due > 90.", millions),
			num(13, "par_90_loans", "loans", "PAR 90, số món", "PAR 90 loans", "Loans with days_past_due > 90."),
			num(14, "par_180", "đồng", "PAR 180", "PAR 180", "Outstanding of loans with days_past_due > 180.", millions),
			num(15, "par_180_loans", "loans", "PAR 180, số món", "PAR 180 loans", "Loans with days_past_due > 180."),
			shareOf(16, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding."),
			shareOf(17, "overdue_loans_ratio", "Tỷ lệ NQH theo món", "Overdue ratio, loans", "overdue_loans / loans."),
			shareOf(18, "par_1_ratio", "Tỷ lệ PAR 1", "PAR 1 ratio", "par_1 / outstanding."),
			shareOf(19, "par_1_loans_ratio", "PAR 1 theo món", "PAR 1 ratio, loans", "par_1_loans / loans."),
			shareOf(20, "par_30_ratio", "Tỷ lệ PAR 30", "PAR 30 ratio", "par_30 / outstanding."),
			shareOf(21, "par_30_loans_ratio", "PAR 30 theo món", "PAR 30 ratio, loans", "par_30_loans / loans."),
			shareOf(22, "par_90_ratio", "Tỷ lệ PAR 90", "PAR 90 ratio", "par_90 / outstanding."),
			shareOf(23, "par_90_loans_ratio", "PAR 90 theo món", "PAR 90 ratio, loans", "par_90_loans / loans."),
			shareOf(24, "par_180_ratio", "Tỷ lệ PAR 180", "PAR 180 ratio", "par_180 / outstanding."),
			shareOf(25, "par_180_loans_ratio", "PAR 180 theo món", "PAR 180 ratio, loans", "par_180_loans / loans."),
			smallBase(26, "the outstanding, or the number of loans,"),
		)...)
	// Concentration is the Herfindahl-Hirschman index of the outstanding.
	Concentration = trend("concentration", "Mức độ tập trung dư nợ (HHI)", "Concentration of outstanding (HHI)",
		"Herfindahl-Hirschman index x 10,000 of the outstanding of unions, communes and programmes.", []string{"part", "union_code"}, join([]Column{
			col(27, "part", Code, "What the outstanding is divided into: union, commune or programme.", head("Chia theo", "Parts")),
		}, unionCols(
			num(4, "outstanding", "đồng", "Dư nợ", "Outstanding", "Outstanding of the parts above zero.", millions),
			num(5, "parts", "parts", "Số phần", "Parts", "Parts with outstanding above zero."),
			col(6, "hhi", Ratio, "Sum of the squared shares, times 10,000.", unit("points"), head("HHI", "HHI"), null, show(Show{Decimals: 0})),
			col(7, "largest_code", Code, "The part with the most outstanding, of several the first by code; empty for what has no commune.", head("Phần lớn nhất", "Largest"), null),
			shareOf(8, "largest_share", "Tỷ trọng lớn nhất", "Largest share", "The outstanding of the largest part / outstanding."),
			smallBase(9, "the outstanding"),
		))...)
	// Migration is where loans have gone since the month-end before.
	Migration = onTheDay(trend("migration", "Ma trận chuyển dịch trạng thái nợ", "Migration of loans between states",
		"Opening outstanding of loans by their state at the month-end before and their state on the day, new loans beside it.", []string{"union_code", "from_state", "to_state"}, unionCols(
			col(4, "from_state", Code, "State at the month-end before: in_term, overdue, frozen; new and brought_forward: no outstanding then.", head("Từ", "From")),
			col(5, "to_state", Code, "State on the day: in_term, overdue, frozen, closed, written_off.", head("Đến", "To")),
			num(6, "loans", "loans", "Số món", "Loans", "Loans that went this way."),
			num(7, "amount", "đồng", "Dư nợ đầu kỳ", "Opening", "Their outstanding at the month-end before; of new and brought_forward that on the day.", millions),
			num(8, "closing", "đồng", "Dư nợ cuối kỳ", "Closing", "Their outstanding on the day.", millions),
			shareOf(9, "share", "Tỷ lệ", "Share", "amount / the amount of all that came from the state; NULL for new and brought_forward."),
			shareOf(10, "loans_share", "Tỷ lệ theo món", "Share, loans", "loans / all loans that came from the state; NULL for new and brought_forward."),
			smallBase(11, "what came from the state"),
		)...))
	// RollRates are how much goes overdue and comes back.
	RollRates = trend("roll_rates", "Tỷ lệ chuyển nợ quá hạn và phục hồi", "Roll and cure rates",
		"Parts of the outstanding in term that went overdue, and of the overdue that was cured, closed, written off or frozen, between month-ends.", byUnion, unionCols(
			num(4, "in_term", "đồng", "Trong hạn đầu kỳ", "In term before", "Outstanding of loans in term at the month-end before.", millions),
			num(5, "in_term_loans", "loans", "Món trong hạn", "Loans in term before", "Those loans."),
			num(6, "rolled", "đồng", "Chuyển quá hạn", "Rolled", "What of in_term is of loans overdue on the day.", millions),
			num(7, "rolled_loans", "loans", "Món chuyển quá hạn", "Loans rolled", "Those loans."),
			num(8, "overdue", "đồng", "Quá hạn đầu kỳ", "Overdue before", "Outstanding of loans overdue at the month-end before.", millions),
			num(9, "overdue_loans", "loans", "Món quá hạn", "Loans overdue before", "Those loans."),
			num(10, "cured", "đồng", "Phục hồi", "Cured", "What of overdue is of loans in term on the day.", millions),
			num(11, "cured_loans", "loans", "Món phục hồi", "Loans cured", "Those loans."),
			num(12, "closed", "đồng", "Tất toán", "Closed", "What of overdue is of loans closed.", millions),
			num(13, "written_off", "đồng", "Xóa nợ", "Written off", "What of overdue is of loans written off.", millions),
			num(14, "frozen", "đồng", "Khoanh", "Frozen", "What of overdue is of loans frozen.", millions),
			shareOf(15, "roll_rate", "Tỷ lệ chuyển quá hạn", "Roll rate", "rolled / in_term."),
			shareOf(16, "roll_rate_loans", "Tỷ lệ chuyển, món", "Roll rate, loans", "rolled_loans / in_term_loans."),
			shareOf(17, "cure_rate", "Tỷ lệ phục hồi", "Cure rate", "cured / overdue."),
			shareOf(18, "cure_rate_loans", "Tỷ lệ phục hồi, món", "Cure rate, loans", "cured_loans / overdue_loans."),
			shareOf(19, "closed_rate", "Tỷ lệ tất toán", "Closed rate", "closed / overdue."),
			shareOf(20, "written_off_rate", "Tỷ lệ xóa nợ", "Written off rate", "written_off / overdue."),
			shareOf(21, "frozen_rate", "Tỷ lệ khoanh", "Frozen rate", "frozen / overdue."),
			smallBase(22, "what was in term, or what was overdue,"),
		)...)
	// Vintage are the curves of the quarters of disbursement.
	Vintage = trend("vintage", "Đường cong chất lượng theo quý giải ngân", "Vintage curves by quarter of disbursement",
		"Overdue and PAR 30 by months on book over the amount disbursed, per quarter of the first disbursement.", []string{"cohort", "months_on_book"},
		col(2, "cohort", Code, "Quarter of the first disbursement, as 2020-Q1.", head("Quý giải ngân", "Quarter")),
		num(3, "months_on_book", "months", "Số tháng", "Months on book", "Months since each loan's month of disbursement."),
		num(4, "loans", "loans", "Số món", "Loans", "Loans of the quarter."),
		num(5, "disbursed", "đồng", "Đã giải ngân", "Disbursed", "What they had been lent by then, re-bookings left out; of loans brought forward the approved amount.", millions),
		num(6, "overdue", "đồng", "Nợ quá hạn", "Overdue", "What of them is overdue.", millions),
		num(7, "par_30", "đồng", "PAR 30", "PAR 30", "Outstanding of those with days_past_due > 30.", millions),
		shareOf(8, "overdue_ratio", "Tỷ lệ quá hạn", "Overdue ratio", "overdue / disbursed."),
		shareOf(9, "par_30_ratio", "Tỷ lệ PAR 30", "PAR 30 ratio", "par_30 / disbursed."),
		col(10, "survivors_only", Bool, "Whether the quarter began before the ledger: loans closed before it are missing.", head("Thiếu món đã tất toán", "Survivors only")),
		smallBase(11, "the amount disbursed, or the number of loans,"),
	)
	// MaturityWall is when the outstanding falls due.
	MaturityWall = onTheDay(trend("maturity_wall", "Dư nợ theo thời gian đến hạn", "Maturity wall",
		"Outstanding by days until it falls due, by instalments and by final maturity, on quarter's ends and the last day.", []string{"union_code", "band"}, unionCols(
			col(4, "band", Code, "Days until due: past (due before the day), 30 (0 to 30), 60 (31 to 60), 90 (61 to 90), 180 (91 to 180), 365 (181 to 365), over.", head("Đến hạn trong", "Due within")),
			num(5, "by_instalment", "đồng", "Theo phân kỳ", "By instalments", "Outstanding that falls due then by its instalments.", millions),
			num(6, "by_maturity", "đồng", "Theo hạn cuối", "By maturity", "Outstanding of loans whose maturity_on is then.", millions),
			num(7, "loans", "loans", "Số món", "Loans", "Loans whose maturity_on is then."),
			shareOf(8, "by_instalment_share", "Tỷ trọng phân kỳ", "Share, instalments", "by_instalment / outstanding."),
			shareOf(9, "by_maturity_share", "Tỷ trọng hạn cuối", "Share, maturity", "by_maturity / outstanding."),
			smallBase(10, "the union's outstanding, or its number of loans,"),
		)...))
	// Seasonality are the calendar months of the flows against the mean month.
	Seasonality = onTheDay(trend("seasonality", "Chỉ số mùa vụ của các khoản phát sinh", "Seasonality of the flows",
		"A calendar month's flow over the mean month's, over all whole years up to a year's end.", []string{"union_code", "indicator", "month"}, unionCols(
			col(4, "indicator", Code, "The flow: disbursed, lending_turns, collected, interest_due, interest_paid, moved_to_overdue, written_off, deposits_in, deposits_out.", head("Chỉ tiêu", "Indicator")),
			col(5, "month", Int32, "Calendar month, 1 to 12.", head("Tháng", "Month")),
			num(6, "years", "years", "Số năm", "Years", "Whole years that are in it."),
			col(7, "total", Int64, "The flow in that calendar month, of all those years: đồng, or turns.", head("Cộng các năm", "All years")),
			col(8, "index", Ratio, "total x 12 / the flow of all months of those years.", unit("fraction"), head("Chỉ số", "Index"), null, show(Show{Decimals: 2})),
			smallBase(9, "the mean year's flow"),
		)...))
)
