package schemas

// The operations of entrustment, and the control figures, of the source contract.
var (
	Agreement = Table{Name: "agreement", Kind: Operation, Proof: Proof{Day: "signed_on"}, Key: []string{"agreement_id"},
		Doc: "Entrustment agreements: văn bản liên tịch (district), hợp đồng ủy thác (commune).",
		Columns: []Column{
			col(1, "agreement_id", Int64, "Agreement number.", grows),
			col(2, "union_code", Code, "Union that signed."),
			col(3, "unit_level", Code, "district or commune."),
			col(4, "unit_code", Code, "Office code or commune code."),
			col(5, "signed_on", Date, "First day in force."),
			col(6, "ended_on", Date, "First day no longer in force.", null),
		}}
	Inspection = Table{Name: "inspection", Kind: Operation, Proof: Proof{Day: "inspected_on"}, Key: []string{"inspection_id"},
		Doc: "Inspection visits (lượt kiểm tra), a row per visit.",
		Columns: []Column{
			col(1, "inspection_id", Int64, "Visit number.", grows),
			col(2, "inspected_on", Date, "Day of the visit."),
			col(3, "union_code", Code, "Union that inspects."),
			col(4, "by_level", Code, "Who inspects: province, district or commune."),
			col(5, "target_level", Code, "Who is inspected: district, commune, group or household."),
			col(6, "target_code", Text, "Code of the office, commune, group or customer inspected."),
		}}
	LoanUseCheck = Table{Name: "loan_use_check", Kind: Operation, Proof: Proof{Day: "checked_on"}, Key: []string{"check_id"},
		Doc: "Checks of how a loan is used (kiểm tra sử dụng vốn vay).",
		Columns: []Column{
			col(1, "check_id", Int64, "Check number.", grows),
			col(2, "contract_no", Text, "Contract checked.", keyed),
			col(3, "checked_on", Date, "Day of the check."),
			col(4, "proper_use", Bool, "Whether the money was used as agreed."),
		}}
	TrainingSession = Table{Name: "training_session", Kind: Operation, Proof: Proof{Day: "held_on"}, Key: []string{"session_id"},
		Doc: "Training sessions.",
		Columns: []Column{
			col(1, "session_id", Int64, "Session number.", grows),
			col(2, "held_on", Date, "Day."),
			col(3, "audience", Code, "union_officer or group_board."),
			col(4, "attendees", Int32, "People trained.", unit("people")),
		}}
	FeePayment = Table{Name: "fee_payment", Kind: Operation, Proof: Proof{Day: "paid_on"}, Key: []string{"payment_id"},
		Doc: "Entrustment fees (phí ủy thác) and group commissions (hoa hồng) as paid.",
		Columns: []Column{
			col(1, "payment_id", Int64, "Payment number.", grows),
			col(2, "paid_on", Date, "Day of payment."),
			col(3, "kind", Code, "entrustment_fee or group_commission."),
			col(4, "union_code", Code, "Union."),
			col(5, "unit_level", Code, "central, province, district, commune or group."),
			col(6, "unit_code", Text, "Unit paid.", null),
			col(7, "amount", Int64, "Amount paid.", dong),
		}}
	RiskCase = Table{Name: "risk_case", Kind: Operation, Proof: Proof{Day: "submitted_on"}, Key: []string{"case_id"},
		Doc: "Handling of loans at risk (xử lý nợ rủi ro), a row per loan and round.",
		Columns: []Column{
			col(1, "case_id", Int64, "Case number.", grows),
			col(2, "round_code", Code, "Round, as 2020-I."),
			col(3, "contract_no", Text, "Contract.", keyed),
			col(4, "measure", Code, "extension, freeze or write_off."),
			col(5, "principal", Int64, "Principal asked for.", dong),
			col(6, "interest", Int64, "Interest asked for.", dong),
			col(7, "submitted_on", Date, "Day of submission."),
			col(8, "decided_on", Date, "Day of decision; NULL while pending.", null),
			col(9, "approved", Bool, "Whether it was approved.", null),
		}}
	PlanTarget = Table{Name: "plan_target", Kind: Operation, Proof: Proof{Day: "period_start"},
		Key: []string{"period_start", "period_end", "measure", "union_code", "programme_code", "unit_code"},
		Doc: "Plan targets (chỉ tiêu kế hoạch).",
		Columns: []Column{
			col(1, "period_start", Date, "First day of the period."),
			col(2, "period_end", Date, "Last day of the period."),
			col(3, "measure", Code, "deposit_increase, deposit_balance, outstanding_increase, ..."),
			col(4, "union_code", Code, "Union; 00 = all."),
			col(5, "programme_code", Code, "Programme; 00 = all."),
			col(6, "unit_code", Code, "Branch, office or commune; 00 = all."),
			col(7, "amount", Int64, "Target in đồng, or visits for inspections.", unit("đồng or visits")),
		}}
	DebtCause = Table{Name: "debt_cause", Kind: Operation, Proof: Proof{Day: "noted_on"}, Key: []string{"contract_no", "noted_on"},
		Doc: "Causes of overdue debt (nguyên nhân nợ quá hạn) as officers note them.",
		Columns: []Column{
			col(1, "contract_no", Text, "Contract.", keyed),
			col(2, "noted_on", Date, "Day of the note."),
			col(3, "cause", Code, "left_locality, wilful, no_income, disaster, deceased or other."),
		}}
	GroupScore = Table{Name: "group_score", Kind: Operation, Proof: Proof{Day: "month_end"}, Key: []string{"month_end", "group_code"},
		Doc: "Monthly scores of groups (chấm điểm hằng tháng) as the bank's reporting system gives them.",
		Columns: []Column{
			col(1, "month_end", Date, "Month-end scored."),
			col(2, "group_code", Text, "Group.", keyed),
			col(3, "overdue_points", Int16, "Overdue ratio, at most 30.", unit("points")),
			col(4, "session_points", Int16, "Attendance at commune sessions, at most 20.", unit("points")),
			col(5, "interest_points", Int16, "Interest collected, at most 20.", unit("points")),
			col(6, "due_points", Int16, "Principal due collected, at most 15.", unit("points")),
			col(7, "deposit_points", Int16, "Growth of deposits, at most 10.", unit("points")),
			col(8, "saver_points", Int16, "Members who save, at most 5.", unit("points")),
		}}
	GLBalance = Table{Name: "gl_balance", Kind: Operation, Proof: Proof{Day: "as_of"}, Key: []string{"as_of", "office_code", "account"},
		Doc: "General-ledger balances for reconciliation, a row per day, office and account.",
		Columns: []Column{
			col(1, "as_of", Date, "Day of the balance."),
			col(2, "office_code", Code, "Office."),
			col(3, "account", Code, "loan_in_term, loan_overdue, loan_frozen or member_deposit."),
			col(4, "amount", Int64, "Balance.", dong),
		}}
	BusinessDay = Table{Name: "business_day", Kind: Operation, Proof: Proof{Day: "day"}, Key: []string{"office_code", "day"},
		Doc: "The source's own word on which days are closed.",
		Columns: []Column{
			col(1, "office_code", Code, "Office."),
			col(2, "day", Date, "Day."),
			col(3, "closed_at", Timestamp, "When the day was closed; NULL while open.", null),
		}}
)
