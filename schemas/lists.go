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
)
