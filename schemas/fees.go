package schemas

// percentOfFee is how much of the fee a tier leaves.
func percentOfFee(id int) Column {
	return num(id, "percent", "percent", "Mức hưởng (%)", "Tier, %", "Percent of the fee that the union's overdue ratio in the commune leaves in the as-of day's month; NULL in totals and without a base.", null)
}

// Fees and commissions as the dated rules give them, beside what was paid.
var (
	FeesDue = demand("fees_due", "Phí ủy thác phải chi và đã chi theo xã", "Entrustment fees due and paid by commune", "Entrustment fees by the rules per commune and union, beside the commune's share that was paid, with the difference explained.", perCommune, []Column{
		num(10, "base_month", "đồng", "Dư nợ tính phí, tháng", "Base, month", "Base of the month: interest paid, over its rate, times 12.", millions),
		percentOfFee(11),
		num(12, "fee_month", "đồng", "Phí trong tháng", "Fee, month", "Fee of the month, rounded once per commune, union and month."),
		num(13, "base_year", "đồng", "Dư nợ tính phí, lũy kế", "Base, year", "Sum of the months' bases from 1 January.", millions),
		num(14, "fee_year", "đồng", "Phí từ đầu năm", "Fee, year", "Fees from 1 January."),
		num(15, "tier_loss", "đồng", "Không được hưởng do NQH", "Lost by tier", "What the fee would be more if nothing were overdue."),
		num(16, "central", "đồng", "Cấp trung ương", "Centre", "The centre's share of fee_year."),
		num(17, "province", "đồng", "Cấp tỉnh", "Province", "The province's share of fee_year."),
		num(18, "district", "đồng", "Cấp huyện", "District", "The district's share of fee_year."),
		num(19, "commune", "đồng", "Cấp xã", "Commune", "The rest of fee_year: the commune's."),
		num(20, "paid", "đồng", "Đã chi cấp xã", "Paid to commune", "Entrustment fees paid to the commune from 1 January."),
		num(21, "difference", "đồng", "Chênh lệch", "Difference", "paid less commune."),
		num(22, "by_tier", "đồng", "Do mức hưởng", "By tier", "What the commune lost by tier: paid nevertheless when difference is as much."),
		num(23, "by_base", "đồng", "Do dư nợ tính phí", "By base", "difference less by_tier: another base, another month, or a mistake."),
	})
	FeesByLevel = demand("fees_by_level", "Phí ủy thác phải chi và đã chi theo cấp", "Entrustment fees due and paid by level", "Entrustment fees by the rules and paid, per level and union.", join([]Column{
		col(2, "unit_level", Code, "commune, district, province or central: who gets it; 00 total.", head("Cấp", "Level")),
	}, called(4, "union_code", "union_name", "Tổ chức hội", "Union", "Union; 98 unassigned")), []Column{
		num(10, "due_month", "đồng", "Phải chi trong tháng", "Due, month", "Fees of the month."),
		num(11, "paid_month", "đồng", "Đã chi trong tháng", "Paid, month", "Paid in the month; NULL where it is not known by place.", null),
		num(12, "due_year", "đồng", "Phải chi từ đầu năm", "Due, year", "Fees from 1 January."),
		num(13, "paid_year", "đồng", "Đã chi từ đầu năm", "Paid, year", "Paid from 1 January; NULL where it is not known by place.", null),
		num(14, "difference", "đồng", "Chênh lệch", "Difference", "paid_year less due_year.", null),
	})
	CommissionDue = demand("commission_due", "Hoa hồng tổ phải chi và đã chi", "Group commissions due and paid", "Group commissions by the rules beside what was paid, per group.", groupPlace(), []Column{
		num(10, "base_year", "đồng", "Dư nợ tính hoa hồng, lũy kế", "Base, year", "Sum of the months' bases from 1 January.", millions),
		num(11, "due_month", "đồng", "Phải chi trong tháng", "Due, month", "Commission of the month, rounded once per group and month."),
		num(12, "paid_month", "đồng", "Đã chi trong tháng", "Paid, month", "Paid to the group in the month."),
		num(13, "due_year", "đồng", "Phải chi từ đầu năm", "Due, year", "Commissions from 1 January."),
		num(14, "paid_year", "đồng", "Đã chi từ đầu năm", "Paid, year", "Paid to the group from 1 January."),
		num(15, "difference", "đồng", "Chênh lệch", "Difference", "paid_year less due_year."),
	})
)
