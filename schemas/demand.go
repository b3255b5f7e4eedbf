package schemas

// Demands lists the report tables that are computed when they are asked for, for one as-of day and a
// scope: their rows by place, programme or group would fill a warehouse if every day were kept. In the
// warehouse they are views that follow the session's variables (see meta.asked).
func Demands() []*Table {
	return []*Table{
		&ActivityByUnion, &ActivityByBranch, &ActivityByOffice, &ActivityByCommune, &ActivityByProgramme, &ActivityByFundSource, &ActivityByTerm, &ActivityByGroup,
		&CreditByUnion, &CreditByBranch, &CreditByOffice, &CreditByCommune, &CreditByProgramme, &CreditByFundSource, &CreditByTerm, &CreditByGroup,
		&RatingsByBranch, &RatingsByOffice, &RatingsByCommune, &RatingsByGroup, &InactiveByUnion,
		&GroupSheet, &SmallGroups, &GroupsToWatch, &GroupsNotInspected, &GroupsToClose, &MembershipMoves, &GroupChanges,
		&CommunesOver2pct, &OverdueRising, &InspectionPlan, &DepositPlan, &RiskByStatus, &WriteOffs, &FeesDue, &FeesByLevel, &CommissionDue,
		&DueSoon, &InterestLate, &UseChecksMissing, &OneTimeSavers, &ForgottenTransfers, &InactiveLoans, &OverdueByCause, &AgreementsMissing,
	}
}

// demand declares a report on demand: its keys, each with what the row is called, and its figures.
func demand(name, vi, en, doc string, keys []Column, figures ...[]Column) Table {
	var key []string
	for _, k := range keys {
		if k.Type == Code {
			key = append(key, k.Name)
		}
	}
	t := report(name, vi, en, doc, key, join(keys, join(figures...))...)
	t.Demand = true
	return t
}

// called is a key column and the name that goes with it.
func called(id int, key, name, vi, en, doc string) []Column {
	return []Column{
		col(id, key, Code, doc+"; 00 total.", head("Mã", "Code")),
		col(id+1, name, Text, "Its name on the as-of day, in the language asked for.", head(vi, en)),
	}
}

func byUnionToo(keys []Column) []Column {
	return join(keys, called(4, "union_code", "union_name", "Tổ chức hội", "Union", "Union; 98 unassigned"))
}

var (
	unionOnly    = called(2, "union_code", "union_name", "Tổ chức hội", "Union", "Union; 98 unassigned")
	perBranch    = byUnionToo(called(2, "branch_code", "branch_name", "Chi nhánh", "Branch", "Branch that keeps the loans and deposits"))
	perOffice    = byUnionToo(called(2, "office_code", "office_name", "Phòng giao dịch", "Office", "Transaction office"))
	perCommune   = byUnionToo(called(2, "commune_code", "commune_name", "Xã", "Commune", "Commune; empty without a group"))
	perProgramme = byUnionToo(called(2, "programme_code", "programme_name", "Chương trình", "Programme", "Credit programme"))
	perFund      = byUnionToo(called(2, "fund_source", "fund_source_name", "Nguồn vốn", "Fund source", "Source of funds"))
	perGroup     = []Column{
		col(2, "group_code", Code, "Savings group; empty without one, 00 total.", head("Mã tổ", "Group")),
		col(4, "union_code", Text, "Union of the group.", head("Hội", "Union")),
		col(6, "commune_code", Text, "Commune of the group.", head("Mã xã", "Commune code")),
		col(7, "commune_name", Text, "Its name on the as-of day.", head("Xã", "Commune")),
	}
	perTerm = byUnionToo(called(2, "term", "term_name", "Thời hạn", "Term", "Term of the contract: 12 up to 12 months, 60 over 12 to 60, over for longer"))
)

func groupsCounted() []Column {
	return []Column{num(10, "groups", "groups", "Số tổ", "Groups", "groups_with_debt.")}
}

func householdsCounted() []Column {
	return []Column{num(11, "households", "households", "Số hộ", "Households", "households_with_debt.")}
}

func balances() []Column {
	return []Column{
		num(12, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
		num(13, "in_term", "đồng", "Trong hạn", "In term", "Nợ trong hạn.", millions),
		num(14, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
		num(15, "frozen", "đồng", "Nợ khoanh", "Frozen", "Nợ khoanh.", millions),
		ratio(16, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding.", percent2),
		change(17, "outstanding_change", "đồng", "Dư nợ tăng, giảm", "Outstanding +/-", millions),
		change(18, "overdue_change", "đồng", "NQH tăng, giảm", "Overdue +/-", millions),
	}
}

func loanTurnover() []Column {
	return []Column{
		num(20, "disbursed_month", "đồng", "Cho vay trong tháng", "Lent, month", "disbursed in the as-of day's month.", millions),
		num(21, "disbursed_year", "đồng", "Cho vay từ đầu năm", "Lent, year", "disbursed from 1 January.", millions),
		num(22, "collected_month", "đồng", "Thu nợ trong tháng", "Collected, month", "collected in the as-of day's month, all classes.", millions),
		num(23, "collected_year", "đồng", "Thu nợ từ đầu năm", "Collected, year", "collected from 1 January, all classes.", millions),
	}
}

func interestTurnover() []Column {
	return []Column{
		num(24, "interest_month", "đồng", "Thu lãi trong tháng", "Interest, month", "interest_paid in the as-of day's month.", millions),
		num(25, "interest_year", "đồng", "Thu lãi từ đầu năm", "Interest, year", "interest_paid from 1 January.", millions),
	}
}

// depositTurnover is NULL where the scope names a programme: deposits belong to none.
func depositTurnover() []Column {
	return []Column{
		num(30, "deposit_balance", "đồng", "Số dư tiền gửi", "Deposits", "deposit_balance; NULL when a programme is asked for.", millions, null),
		num(31, "deposits_in_month", "đồng", "Gửi trong tháng", "Deposits in, month", "deposits_in of the as-of day's month; NULL when a programme is asked for.", millions, null),
		num(32, "deposits_in_year", "đồng", "Gửi từ đầu năm", "Deposits in, year", "deposits_in from 1 January; NULL when a programme is asked for.", millions, null),
		num(33, "deposits_out_month", "đồng", "Rút trong tháng", "Deposits out, month", "deposits_out of the as-of day's month; NULL when a programme is asked for.", millions, null),
		num(34, "deposits_out_year", "đồng", "Rút từ đầu năm", "Deposits out, year", "deposits_out from 1 January; NULL when a programme is asked for.", millions, null),
	}
}

func creditResult() []Column {
	return join(householdsCounted(), []Column{
		num(13, "in_term", "đồng", "Trong hạn", "In term", "Nợ trong hạn.", millions),
		num(14, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
		num(15, "frozen", "đồng", "Nợ khoanh", "Frozen", "Nợ khoanh.", millions),
		num(40, "short_term", "đồng", "Ngắn hạn", "Short term", "outstanding of contracts of up to 12 months.", millions),
		num(41, "medium_term", "đồng", "Trung hạn", "Medium term", "outstanding of contracts of over 12 to 60 months.", millions),
		num(42, "long_term", "đồng", "Dài hạn", "Long term", "outstanding of contracts of over 60 months.", millions),
	}, loanTurnover(), []Column{
		num(43, "written_off_month", "đồng", "Xóa nợ trong tháng", "Written off, month", "written_off in the as-of day's month, all classes.", millions),
		num(44, "written_off_year", "đồng", "Xóa nợ từ đầu năm", "Written off, year", "written_off from 1 January, all classes.", millions),
		num(45, "turns_month", "turns", "Lượt vay trong tháng", "Turns, month", "lending_turns of the as-of day's month."),
		num(46, "turns_year", "turns", "Lượt vay từ đầu năm", "Turns, year", "lending_turns from 1 January."),
	})
}

// ratingsCounted are groups with debt by rating.
func ratingsCounted() []Column {
	return []Column{
		num(50, "good", "groups", "Tốt", "Good", "Groups rated good."),
		num(51, "fair", "groups", "Khá", "Fair", "Groups rated fair."),
		num(52, "average", "groups", "Trung bình", "Average", "Groups rated average."),
		num(53, "weak", "groups", "Yếu", "Weak", "Groups rated weak."),
		num(54, "unrated", "groups", "Chưa xếp loại", "Unrated", "Groups without a score."),
	}
}

func inactiveLoans() []Column {
	return []Column{
		num(55, "inactive_3_loans", "loans", "Không hoạt động 3-6 tháng", "Inactive 3-6 months", "inactive_3_loans."),
		num(56, "inactive_6_loans", "loans", "Không hoạt động 6-12 tháng", "Inactive 6-12 months", "inactive_6_loans."),
		num(57, "inactive_12_loans", "loans", "Không hoạt động trên 12 tháng", "Inactive over 12 months", "inactive_12_loans."),
		num(58, "inactive", "đồng", "Dư nợ không hoạt động", "Inactive outstanding", "Outstanding of inactive loans of all bands.", millions),
	}
}

// activity are the bank's own columns for entrusted lending; deposits belong to no programme, fund or term.
func activity(deposits bool) []Column {
	cols := join(groupsCounted(), householdsCounted(), balances(), loanTurnover(), interestTurnover())
	if deposits {
		cols = append(cols, depositTurnover()...)
	}
	return cols
}

const (
	creditDoc = "Customers, outstanding by class and term, lent, collected, written off and turns, per "
	ratedDoc  = "Groups with debt by rating, and inactive loans by band, per "
)

// The reports on demand: entrusted lending in the bank's own layouts, a row per place, programme or
// group and union, with totals of both and of all.
var (
	ActivityByUnion      = demand("activity_by_union", "Hoạt động ủy thác theo tổ chức hội", "Entrusted lending by union", "Stocks, and flows of the month and from 1 January, per union.", unionOnly, activity(true))
	ActivityByBranch     = demand("activity_by_branch", "Hoạt động ủy thác theo chi nhánh", "Entrusted lending by branch", "Stocks, and flows of the month and from 1 January, per branch and union.", perBranch, activity(true))
	ActivityByOffice     = demand("activity_by_office", "Hoạt động ủy thác theo phòng giao dịch", "Entrusted lending by office", "Stocks, and flows of the month and from 1 January, per office and union.", perOffice, activity(true))
	ActivityByCommune    = demand("activity_by_commune", "Hoạt động ủy thác theo xã", "Entrusted lending by commune", "Stocks, and flows of the month and from 1 January, per commune and union.", perCommune, activity(true))
	ActivityByProgramme  = demand("activity_by_programme", "Hoạt động ủy thác theo chương trình", "Entrusted lending by programme", "Stocks, and flows of the month and from 1 January, per programme and union.", perProgramme, activity(false))
	ActivityByFundSource = demand("activity_by_fund_source", "Hoạt động ủy thác theo nguồn vốn", "Entrusted lending by fund source", "Stocks, and flows of the month and from 1 January, per fund source and union.", perFund, activity(false))
	ActivityByTerm       = demand("activity_by_term", "Hoạt động ủy thác theo thời hạn cho vay", "Entrusted lending by term", "Stocks, and flows of the month and from 1 January, per term of the contract and union.", perTerm, activity(false))
	ActivityByGroup      = demand("activity_by_group", "Hoạt động ủy thác theo tổ", "Entrusted lending by group", "Stocks, and flows of the month and from 1 January, per savings group.", perGroup, householdsCounted(), balances(), loanTurnover(), interestTurnover(), depositTurnover())
	RatingsByBranch      = demand("ratings_by_branch", "Xếp loại tổ và nợ không hoạt động theo chi nhánh", "Ratings and inactive loans by branch", ratedDoc+"branch and union.", perBranch, groupsCounted(), ratingsCounted(), inactiveLoans())
	RatingsByOffice      = demand("ratings_by_office", "Xếp loại tổ và nợ không hoạt động theo phòng giao dịch", "Ratings and inactive loans by office", ratedDoc+"office and union.", perOffice, groupsCounted(), ratingsCounted(), inactiveLoans())
	RatingsByCommune     = demand("ratings_by_commune", "Xếp loại tổ và nợ không hoạt động theo xã", "Ratings and inactive loans by commune", ratedDoc+"commune and union.", perCommune, groupsCounted(), ratingsCounted(), inactiveLoans())
	RatingsByGroup       = demand("ratings_by_group", "Xếp loại tổ và nợ không hoạt động theo tổ", "Ratings and inactive loans by group", "Score and rating, and inactive loans by band, per group with debt.", perGroup, []Column{
		num(50, "score", "points", "Điểm", "Score", "Score at the last calendar month-end on or before the as-of day; NULL unrated.", null),
		col(51, "rating", Code, "good, fair, average, weak or unrated; NULL without a group.", head("Xếp loại", "Rating"), null),
		num(52, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
	}, inactiveLoans())
	InactiveByUnion    = demand("inactive_by_union", "Nợ không hoạt động theo tổ chức hội", "Inactive loans by union", "Inactive loans by band and their outstanding, per union.", unionOnly, inactiveLoans())
	CreditByUnion      = demand("credit_by_union", "Kết quả tín dụng theo tổ chức hội", "Credit result by union", creditDoc+"union.", unionOnly, creditResult())
	CreditByBranch     = demand("credit_by_branch", "Kết quả tín dụng theo chi nhánh", "Credit result by branch", creditDoc+"branch and union.", perBranch, creditResult())
	CreditByOffice     = demand("credit_by_office", "Kết quả tín dụng theo phòng giao dịch", "Credit result by office", creditDoc+"office and union.", perOffice, creditResult())
	CreditByFundSource = demand("credit_by_fund_source", "Kết quả tín dụng theo nguồn vốn", "Credit result by fund source", creditDoc+"fund source and union.", perFund, creditResult())
	CreditByTerm       = demand("credit_by_term", "Kết quả tín dụng theo thời hạn cho vay", "Credit result by term", creditDoc+"term of the contract and union.", perTerm, creditResult())
	CreditByGroup      = demand("credit_by_group", "Kết quả tín dụng theo tổ", "Credit result by group", creditDoc+"savings group.", perGroup, creditResult())
	CreditByCommune    = demand("credit_by_commune", "Kết quả tín dụng theo xã", "Credit result by commune", creditDoc+"commune and union.", perCommune, creditResult())
	CreditByProgramme  = demand("credit_by_programme", "Kết quả tín dụng theo chương trình", "Credit result by programme", creditDoc+"programme and union.", perProgramme, creditResult())
)
