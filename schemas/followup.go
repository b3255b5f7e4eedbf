package schemas

// Lists of places, plans and cases: where overdue debt is, how far plans are, what became of cases.
var (
	CommunesOver2pct = demand("communes_over_2pct", "Xã có tỷ lệ nợ quá hạn trên 2%", "Communes with over 2 % overdue", "Communes in which more than 2 % of what groups owe is overdue.", []Column{
		col(2, "commune_code", Code, "Commune.", head("Mã", "Code")),
		col(3, "commune_name", Text, "Its name on the as-of day.", head("Xã", "Commune")),
		col(4, "office_code", Text, "Its office.", head("Phòng giao dịch", "Office")),
	}, groupsCounted(), householdsCounted(), []Column{
		num(12, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
		num(14, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
		ratio(16, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding.", percent2),
		change(18, "overdue_change", "đồng", "NQH tăng, giảm", "Overdue +/-", millions),
	})
	OverdueRising = demand("overdue_rising", "Đơn vị có nợ quá hạn tăng so với đầu năm", "Where overdue debt rose since the start of the year", "Unions whose overdue debt rose since the start of the year, in each office.", []Column{
		col(2, "office_code", Code, "Transaction office.", head("Mã", "Code")),
		col(3, "office_name", Text, "Its name.", head("Phòng giao dịch", "Office")),
		col(4, "union_code", Code, "Union.", head("Mã hội", "Union code")),
		col(5, "union_name", Text, "Its name, in the language asked for.", head("Tổ chức hội", "Union")),
	}, []Column{
		num(12, "outstanding", "đồng", "Dư nợ", "Outstanding", "Dư nợ.", millions),
		num(14, "overdue", "đồng", "Quá hạn", "Overdue", "Nợ quá hạn.", millions),
		ratio(16, "overdue_ratio", "Tỷ lệ NQH", "Overdue ratio", "overdue / outstanding.", percent2),
		num(18, "overdue_change", "đồng", "NQH tăng", "Overdue +", "Overdue less that of the last 31 December.", show(Show{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"})),
		ratio(19, "overdue_growth", "Tỷ lệ tăng", "Growth", "overdue_change / overdue of the base day; NULL when there was none.", percent2),
	})
	InspectionPlan = demand("inspection_plan", "Thực hiện kế hoạch kiểm tra", "Inspection plan", "Visits planned for the year by union and level visited, and visits made to the day and to 30 September.", join(unionOnly, []Column{
		col(4, "target_level", Code, "district, commune, group or household: who is visited.", head("Đối tượng kiểm tra", "Visited")),
	}), []Column{
		num(10, "planned", "visits", "Kế hoạch năm", "Planned", "Visits planned for the year; NULL without a plan.", null),
		num(11, "done", "visits", "Đã thực hiện", "Done", "Visits by province and district from 1 January."),
		ratio(12, "completion", "Tỷ lệ hoàn thành", "Completion", "done / planned.", percent2),
		num(13, "done_at_milestone", "visits", "Đến 30/9", "By 30 September", "Those of done up to 30 September."),
		ratio(14, "completion_at_milestone", "Tỷ lệ đến 30/9", "Completion by 30 September", "done_at_milestone / planned.", percent2),
	})
	DepositPlan = demand("deposit_plan", "Thực hiện kế hoạch tiền gửi", "Deposit plan", "The deposit plan of the year by union, and what was reached.", unionOnly, []Column{
		num(10, "increase_planned", "đồng", "Kế hoạch tăng", "Increase planned", "plan_target deposit_increase of the year; NULL without a plan.", millions, null),
		change(11, "balance_change", "đồng", "Thực hiện tăng, giảm", "Balance +/-", millions),
		ratio(12, "increase_completion", "Tỷ lệ hoàn thành", "Completion", "balance_change / increase_planned.", percent2),
		num(13, "balance_planned", "đồng", "Kế hoạch số dư", "Balance planned", "plan_target deposit_balance of the year; NULL without a plan.", millions, null),
		num(14, "balance", "đồng", "Số dư", "Balance", "deposit_balance.", millions),
		ratio(15, "balance_completion", "Tỷ lệ hoàn thành", "Completion", "balance / balance_planned.", percent2),
	})
	RiskByStatus = demand("risk_by_status", "Xử lý nợ rủi ro theo đợt, biện pháp và kết quả", "Loans at risk by round, measure and status", "Cases of loans at risk by round, measure and what became of them.", []Column{
		col(2, "round_code", Code, "Round.", head("Đợt", "Round")),
		col(3, "measure", Code, "extension, freeze or write_off.", head("Biện pháp", "Measure")),
		col(4, "status", Code, "decided (approved), refused, or pending on the as-of day.", head("Kết quả", "Status")),
	}, []Column{
		num(10, "loans", "loans", "Số món", "Loans", "Cases."),
		num(11, "principal", "đồng", "Gốc", "Principal", "Their principal.", show(Show{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"})),
		num(12, "interest", "đồng", "Lãi", "Interest", "Their interest.", show(Show{Scale: 1e6, Decimals: 1, VI: "triệu đồng", EN: "VND million"})),
	})
	WriteOffs = demand("write_offs", "Xóa nợ: quyết định và hạch toán", "Write-offs: decided and booked", "Write-offs decided from 1 January beside those the ledger booked, loan by loan.", []Column{
		col(2, "contract_no", Code, "Contract; 00 total.", head("Khế ước", "Contract")),
		col(3, "customer_code", Text, "Borrower.", head("Khách hàng", "Customer")),
		col(4, "union_code", Text, "Union; 99 direct lending.", head("Hội", "Union")),
		col(5, "programme_code", Text, "Credit programme.", head("Chương trình", "Programme")),
	}, []Column{
		col(10, "decided_on", Date, "Latest decision of the year; NULL without one.", head("Ngày quyết định", "Decided on"), null),
		num(11, "decided_principal", "đồng", "Gốc được duyệt", "Principal decided", "Principal of the write-off cases approved from 1 January."),
		num(12, "written_off", "đồng", "Gốc đã hạch toán", "Principal booked", "written_off from 1 January."),
		num(13, "principal_difference", "đồng", "Chênh lệch gốc", "Difference", "decided_principal less written_off."),
		num(14, "decided_interest", "đồng", "Lãi được duyệt", "Interest decided", "Interest of those cases."),
		num(15, "interest_waived", "đồng", "Lãi đã hạch toán", "Interest booked", "interest_waived from 1 January."),
		num(16, "interest_difference", "đồng", "Chênh lệch lãi", "Difference", "decided_interest less interest_waived."),
	})
)
