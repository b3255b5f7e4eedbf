package render

// measureWords say the measures of schemas that are no indicators, or are called otherwise, and the columns of facts and entries, in both languages.
var measureWords = map[string][2]string{
	"outstanding_all": {"dư nợ, kể cả cho vay trực tiếp", "outstanding, direct lending included"},
	"in_term":         {"nợ trong hạn", "in term"},
	"short_term":      {"dư nợ ngắn hạn", "short-term outstanding"}, "medium_term": {"dư nợ trung hạn", "medium-term outstanding"}, "long_term": {"dư nợ dài hạn", "long-term outstanding"},
	"inactive":         {"dư nợ không hoạt động", "inactive outstanding"},
	"inactive_3_loans": {"món không hoạt động 3-6 tháng", "loans inactive 3-6 months"}, "inactive_6_loans": {"món không hoạt động 6-12 tháng", "loans inactive 6-12 months"},
	"inactive_12_loans": {"món không hoạt động trên 12 tháng", "loans inactive over 12 months"},
	"households":        {"hộ còn dư nợ", "households with debt"}, "groups": {"tổ có dư nợ", "groups with debt"},
	"overdue_loans": {"món có nợ quá hạn", "overdue loans"}, "disbursed": {"doanh số cho vay", "lent"},
	"interest_paid": {"thu lãi", "interest collected"},
	"deposits_in":   {"doanh số thu tiền gửi", "deposits in"}, "deposits_out": {"doanh số chi tiền gửi", "deposits out"},
	"deposit_groups": {"tổ có tiền gửi", "groups with deposits"},
	"overdue_groups": {"tổ có nợ quá hạn", "groups with overdue debt"}, "over_2pct_groups": {"tổ có nợ quá hạn trên 2%", "groups over 2 % overdue"},
	"rating_unrated":      {"tổ chưa xếp loại", "groups without a rating"},
	"groups_consolidated": {"tổ đã sáp nhập", "groups consolidated"},
	"visits_districts":    {"lượt kiểm tra cấp huyện", "visits to districts"}, "visits_communes": {"lượt kiểm tra cấp xã", "visits to communes"},
	"visits_groups": {"lượt kiểm tra tổ", "visits to groups"}, "visits_households": {"lượt kiểm tra hộ", "visits to households"},
	"agreed_districts": {"đơn vị cấp huyện có văn bản liên tịch", "districts with an agreement"}, "agreed_communes": {"xã có hợp đồng ủy thác", "communes with a contract"},
	"entrustment_fee": {"phí ủy thác đã trả", "entrustment fees paid"}, "group_commission": {"hoa hồng đã trả", "group commissions paid"},
	"sessions": {"lớp tập huấn", "training sessions"}, "attendees": {"người được tập huấn", "people trained"},
	"cases_decided": {"món đã duyệt xử lý", "cases decided"}, "cases_pending": {"món đang chờ xử lý", "cases pending"},
	"risk_decided": {"gốc đã duyệt xử lý", "principal decided"}, "risk_pending": {"gốc đang chờ xử lý", "principal pending"},
	"writeoffs_decided": {"món đã được xóa nợ", "write-offs decided"}, "writeoffs_pending": {"món đang trình xóa nợ", "write-offs pending"},
	"writeoff_decided": {"gốc đã được xóa nợ", "principal of write-offs decided"}, "writeoff_pending": {"gốc đang trình xóa nợ", "principal of write-offs pending"},
	"risk_rounds": {"đợt trình xử lý nợ rủi ro", "rounds of risk handling"}, "planned_increase": {"kế hoạch tăng tiền gửi", "planned increase of deposits"},
	"offices": {"phòng giao dịch", "transaction offices"}, "use_check_due": {"món phải kiểm tra sử dụng vốn", "loans due for a use check"},
	"use_check_in_time": {"món được kiểm tra đúng hạn", "loans checked in time"},

	"as_of": {"tháng", "month"}, "contract_no": {"khế ước", "contract"}, "customer_code": {"khách hàng", "customer"}, "group_code": {"tổ", "group"},
	"union_code": {"hội", "union"}, "commune_code": {"xã", "commune"}, "office_code": {"phòng", "office"}, "programme_code": {"chương trình", "programme"},
	"branch_code": {"chi nhánh", "branch"}, "amount": {"số tiền, số lượng", "amount"}, "score": {"điểm", "score"}, "posted_on": {"ngày", "posted on"},
	"entry_id": {"bút toán", "entry"}, "entry_type": {"loại", "type"}, "from_class": {"từ", "from"}, "to_class": {"sang", "to"}, "rebooking": {"đảo khoản", "re-booking"},
	"reverses_entry_id": {"hủy bút toán", "reverses"}, "account_no": {"tài khoản", "account"}, "inspected_on": {"ngày", "day"}, "by_level": {"cấp kiểm tra", "by"},
	"target_level": {"cấp được kiểm tra", "level"}, "target_code": {"đơn vị", "unit"}, "unit_level": {"cấp", "level"}, "unit_code": {"đơn vị", "unit"},
	"signed_on": {"ngày ký", "signed on"}, "ended_on": {"hết hiệu lực", "ended on"}, "paid_on": {"ngày chi", "paid on"}, "held_on": {"ngày", "day"},
	"audience": {"đối tượng", "audience"}, "submitted_on": {"ngày trình", "submitted on"}, "decided_on": {"ngày duyệt", "decided on"}, "round_code": {"đợt", "round"},
	"inspection_id": {"lượt", "visit"}, "agreement_id": {"văn bản", "agreement"}, "payment_id": {"lần chi", "payment"}, "session_id": {"lớp", "session"}, "case_id": {"hồ sơ", "case"},
	"measure": {"nội dung", "measure"}, "kind": {"loại", "kind"}, "difficult": {"vùng khó khăn", "difficult area"}, "session_day": {"ngày giao dịch", "session day"},
	"valid_from": {"từ ngày", "from day"}, "valid_to": {"trước ngày", "before day"}, "village": {"thôn", "village"}, "established_on": {"ngày thành lập", "set up on"},
	"period_start": {"từ ngày", "from day"}, "period_end": {"đến ngày", "to day"}, "short_name": {"tên tắt", "short name"},
	"closed_on": {"ngày đóng", "closed on"}, "merged_into": {"nhập vào", "merged into"}, "name": {"tên", "name"},

	"loan_facts": {"khế ước và tháng (fact.loan_month)", "contracts and months (fact.loan_month)"}, "deposit_facts": {"khách hàng và tháng (fact.deposit_month)", "customers and months (fact.deposit_month)"},
	"group_facts": {"tổ (fact.loan_month cộng theo tổ)", "groups (fact.loan_month by group)"}, "group_loans": {"khế ước của các tổ (fact.loan_month)", "loans of the groups (fact.loan_month)"},
	"member_facts": {"tổ viên (dim.group_membership)", "members (dim.group_membership)"}, "closed_group_facts": {"tổ (dim.savings_group)", "groups (dim.savings_group)"},
	"inspection_facts": {"lượt kiểm tra (dim.inspection)", "visits (dim.inspection)"}, "agreement_facts": {"văn bản, hợp đồng (dim.agreement)", "agreements (dim.agreement)"},
	"fee_facts": {"lần chi (dim.fee_payment)", "payments (dim.fee_payment)"}, "training_facts": {"lớp (dim.training_session)", "sessions (dim.training_session)"},
	"risk_facts": {"hồ sơ (dim.risk_case)", "cases (dim.risk_case)"}, "plan_facts": {"chỉ tiêu (dim.plan_target)", "targets (dim.plan_target)"},
	"office_facts": {"phòng (dim.transaction_office)", "offices (dim.transaction_office)"}, "check_facts": {"tổ (indicator.group_month)", "groups (indicator.group_month)"},
	"loan_stock_entries": {"bút toán của loan_ledger đến ngày này", "entries of loan_ledger up to the day"}, "loan_flow_entries": {"bút toán của loan_ledger trong kỳ", "entries of loan_ledger in the period"},
	"deposit_stock_entries": {"bút toán của deposit_ledger đến ngày này", "entries of deposit_ledger up to the day"}, "deposit_flow_entries": {"bút toán của deposit_ledger trong kỳ", "entries of deposit_ledger in the period"},
}

// Measure is what people call a measure, or the facts and entries that explain it; the name itself where it has no words.
func Measure(lang, name string) string {
	w, ok := measureWords[name]
	if !ok {
		return Word(lang, "indicator", name)
	}
	return pick(lang, w[0], w[1])
}
