package schemas

// loanPlace are the columns of a list that say whose loan it is and where it counts.
func loanPlace() []Column {
	return []Column{
		col(2, "contract_no", Code, "Contract.", head("Khế ước", "Contract")),
		col(3, "customer_code", Text, "Borrower.", head("Khách hàng", "Customer")),
		col(4, "group_code", Text, "Group; empty without one.", head("Mã tổ", "Group")),
		col(5, "union_code", Text, "Union.", head("Hội", "Union")),
		col(6, "commune_code", Text, "Commune; empty without a group.", head("Mã xã", "Commune")),
		col(7, "office_code", Text, "Office.", head("Phòng giao dịch", "Office")),
		col(8, "programme_code", Text, "Credit programme.", head("Chương trình", "Programme")),
	}
}

// Lists for action: what an officer has to see to, in a scope.
var (
	ForgottenTransfers = demand("forgotten_transfers", "Món vay quá kỳ hạn chưa chuyển nợ quá hạn", "Loans past maturity still in term",
		"Loans in term whose maturity has passed.", loanPlace(), []Column{
			num(10, "in_term", "đồng", "Trong hạn", "In term", "Balance in term."),
			col(11, "maturity_on", Date, "maturity_on.", head("Đến hạn", "Maturity")),
			num(12, "days", "days", "Số ngày quá hạn", "Days past", "Days since maturity."),
		})
	InactiveLoans = demand("inactive_loans", "Món vay trên 3 tháng không hoạt động", "Loans inactive for over 3 months",
		"Inactive loans with their band.", loanPlace(), []Column{
			num(10, "band", "months", "Trên (tháng)", "Over (months)", "3, 6 or 12: the last activity is before cut(3), cut(6) or cut(12), the earliest that is true."),
			col(11, "last_activity_on", Date, "Latest standing activity.", head("Hoạt động cuối", "Last activity")),
			num(12, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ."),
			num(13, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn."),
		})
	OverdueByCause = demand("overdue_by_cause", "Nợ quá hạn theo nguyên nhân", "Overdue debt by cause",
		"Overdue loans and debt per cause and union.", join([]Column{
			col(2, "cause", Code, "Cause last noted on or before the as-of day; empty without a note, 00 total.", head("Nguyên nhân", "Cause")),
		}, called(4, "union_code", "union_name", "Tổ chức hội", "Union", "Union; 98 unassigned")), []Column{
			num(10, "loans", "loans", "Số món", "Loans", "overdue_loans."),
			num(11, "overdue", "đồng", "Nợ quá hạn", "Overdue", "Nợ quá hạn.", millions),
		})
	AgreementsMissing = demand("agreements_missing", "Đơn vị chưa có văn bản, hợp đồng ủy thác", "Units without an entrustment agreement",
		"Offices and communes where a union's groups owe without an agreement in force.", []Column{
			col(2, "unit_level", Code, "district or commune.", head("Cấp", "Level")),
			col(3, "unit_code", Code, "Office code or commune code.", head("Mã", "Code")),
			col(4, "unit_name", Text, "Its name on the as-of day.", head("Đơn vị", "Unit")),
			col(5, "union_code", Code, "Union.", head("Mã hội", "Union code")),
			col(6, "union_name", Text, "Its name, in the language asked for.", head("Tổ chức hội", "Union")),
		}, []Column{
			num(10, "groups", "groups", "Số tổ", "Groups", "groups_with_debt of the union there."),
			num(11, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ of the union's groups there.", millions),
		})
	DueSoon = demand("due_soon", "Món vay đến hạn trong 30, 60, 90 ngày tới", "Loans falling due within 30, 60 and 90 days",
		"Loans with instalments or the rest falling due within 90 days, and what is not yet covered of them.", loanPlace(), []Column{
			col(10, "next_due_on", Date, "First day on which something falls due.", head("Ngày đến hạn gần nhất", "Next due")),
			col(11, "maturity_on", Date, "maturity_on.", head("Đến hạn cuối", "Maturity")),
			num(12, "due_30", "đồng", "Đến hạn 30 ngày", "Due in 30 days", "Due within 30 days after the as-of day, not covered."),
			num(13, "due_60", "đồng", "Đến hạn 60 ngày", "Due in 60 days", "Due within 60 days after the as-of day, not covered."),
			num(14, "due_90", "đồng", "Đến hạn 90 ngày", "Due in 90 days", "Due within 90 days after the as-of day, not covered."),
			num(15, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ."),
		})
	InterestLate = demand("interest_late", "Món vay tồn lãi trên 3 tháng", "Loans with interest unpaid for over 3 months",
		"Loans with unpaid interest older than three months.", loanPlace(), []Column{
			num(10, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ."),
			num(11, "unpaid_interest", "đồng", "Lãi tồn", "Unpaid interest", "unpaid_interest, both classes."),
			num(12, "late_interest", "đồng", "Trong đó trên 3 tháng", "Over 3 months", "unpaid_interest less what fell due in the as-of day's month and in the two before."),
		})
	UseChecksMissing = demand("use_checks_missing", "Món vay chưa kiểm tra sử dụng vốn trong 30 ngày", "Loans whose use was not checked within 30 days",
		"Loans with debt that were not checked for proper use within 30 days of the first disbursement.", loanPlace(), []Column{
			col(10, "first_disbursed_on", Date, "First standing disbursement.", head("Ngày giải ngân", "Lent on")),
			col(11, "checked_on", Date, "First check later than 30 days after it; NULL: none yet.", head("Ngày kiểm tra", "Checked on"), null),
			num(12, "days", "days", "Số ngày", "Days", "Days since the first disbursement."),
			num(13, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ."),
		})
	OneTimeSavers = demand("one_time_savers", "Tổ viên chỉ gửi tiền một lần", "Members who saved once",
		"Members with balance and exactly one deposit ever.", []Column{
			col(2, "customer_code", Code, "Member.", head("Khách hàng", "Customer")),
			col(3, "group_code", Text, "Group.", head("Mã tổ", "Group")),
			col(4, "union_code", Text, "Union.", head("Hội", "Union")),
			col(5, "commune_code", Text, "Commune.", head("Mã xã", "Commune")),
			col(6, "office_code", Text, "Office.", head("Phòng giao dịch", "Office")),
		}, []Column{num(10, "balance", "đồng", "Số dư tiền gửi", "Balance", "deposit_balance.")})
)
