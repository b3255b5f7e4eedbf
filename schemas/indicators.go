package schemas

func count(id int, name, u, doc string) Column { return col(id, name, Int64, doc, unit(u)) }

// loanMeasures count and sum loans; every cut has them.
func loanMeasures() []Column {
	return join(loanStocks(), []Column{
		count(110, "loans", "loans", "Entrusted contracts (of the union 99 row: direct ones) with outstanding above zero."),
		count(111, "households_with_debt", "households", "Hộ còn dư nợ: distinct customers with outstanding above zero."),
		count(112, "groups_with_debt", "groups", "Tổ có dư nợ: distinct groups with outstanding above zero."),
		count(113, "overdue_loans", "loans", "Loans with overdue above zero."),
		count(114, "frozen_loans", "loans", "Loans with frozen above zero."),
		count(115, "par_1_loans", "loans", "Loans with days_past_due >= 1."),
		count(116, "par_30_loans", "loans", "Loans with days_past_due > 30."),
		count(117, "par_90_loans", "loans", "Loans with days_past_due > 90."),
		count(118, "par_180_loans", "loans", "Loans with days_past_due > 180."),
		col(119, "par_1", Int64, "Outstanding of loans with days_past_due >= 1.", dong),
		col(120, "par_30", Int64, "Outstanding of loans with days_past_due > 30.", dong),
		col(121, "par_90", Int64, "Outstanding of loans with days_past_due > 90.", dong),
		col(122, "par_180", Int64, "Outstanding of loans with days_past_due > 180.", dong),
		count(123, "inactive_3_loans", "loans", "Inactive loans, last activity before cut(3) and not before cut(6)."),
		count(124, "inactive_6_loans", "loans", "Inactive loans, last activity before cut(6) and not before cut(12)."),
		count(125, "inactive_12_loans", "loans", "Inactive loans, last activity before cut(12)."),
		col(126, "inactive_3", Int64, "Outstanding of inactive_3_loans.", dong),
		col(127, "inactive_6", Int64, "Outstanding of inactive_6_loans.", dong),
		col(128, "inactive_12", Int64, "Outstanding of inactive_12_loans.", dong),
		count(129, "forgotten_transfers", "loans", "Loans with in_term above zero and maturity_on before the as-of day."),
		col(130, "forgotten_amount", Int64, "in_term of forgotten transfers.", dong),
		count(131, "use_check_due", "loans", "Loans whose first disbursement is at least 30 days before the as-of day."),
		count(132, "use_check_in_time", "loans", "Those of use_check_due with a check dated 0 to 30 days after the first disbursement."),
	}, loanFlows(), []Column{
		col(240, "moved_in", Int64, "Closing balances at the month-end before of contracts that came in from another row of this table.", dong),
		col(241, "moved_out", Int64, "Closing balances at the month-end before of contracts that left to another row of this table.", dong),
	})
}

// groupMeasures count members, savers, groups and ratings; cuts by place and union have them.
func groupMeasures() []Column {
	return []Column{
		count(140, "members", "members", "Tổ viên: customers with an open membership."),
		count(141, "savers", "members", "Members with deposit balance above zero."),
		count(142, "regular_savers", "members", "Members who saved in each of the last three calendar months."),
		count(143, "one_time_savers", "members", "Members with balance, exactly one standing deposit ever and no opening."),
		col(144, "deposit_balance", Int64, "Member deposits; leavers' deposits stay in.", dong),
		count(145, "deposit_groups", "groups", "Groups with debt and with deposits above zero."),
		count(146, "small_groups", "groups", "Groups with debt and fewer than 20 households with debt."),
		count(147, "overdue_groups", "groups", "Groups with overdue above zero."),
		count(148, "over_2pct_groups", "groups", "Groups with overdue / outstanding above 2 %, compared exactly."),
		count(149, "rating_good", "groups", "Groups with debt scored 85 or more (tốt)."),
		count(150, "rating_fair", "groups", "Groups with debt scored 70 to 84 (khá)."),
		count(151, "rating_average", "groups", "Groups with debt scored 50 to 69 (trung bình)."),
		count(152, "rating_weak", "groups", "Groups with debt scored under 50 (yếu)."),
		count(153, "rating_unrated", "groups", "Groups with debt without a score."),
		count(154, "groups_consolidated", "groups", "Groups closed in the month and merged into another."),
		col(250, "deposits_brought_forward", Int64, "Deposit balances brought forward (opening).", dong),
		col(251, "deposits_in", Int64, "Deposits and interest.", dong),
		col(252, "deposits_out", Int64, "Withdrawals and offsets.", dong),
		col(253, "deposits_moved_in", Int64, "Balances at the month-end before of customers that came in from another row.", dong),
		col(254, "deposits_moved_out", Int64, "Balances at the month-end before of customers that left to another row.", dong),
	}
}

// LoanMeasures lists the measures of loans, in column order.
func LoanMeasures() []Column { return loanMeasures() }

// GroupMeasures lists the measures of members, deposits and groups, in column order.
func GroupMeasures() []Column { return groupMeasures() }

// cut declares an indicator table; the first two columns are its key beside as-of day and branch.
func cut(name, doc string, grouped bool, keys ...Column) Table {
	cols := join([]Column{asOf(1), branchOf(2)}, keys, loanMeasures())
	if grouped {
		cols = append(cols, groupMeasures()...)
	}
	key := []string{"as_of", "branch_code"}
	for _, k := range keys[:min(2, len(keys))] {
		key = append(key, k.Name)
	}
	return Table{Name: name, Kind: Indicator, Month: "as_of", Key: key, Doc: doc, Columns: cols}
}

func unionKey(id int) Column {
	return col(id, "union_code", Code, "Union; 98 unassigned, 99 direct lending.")
}

// nation declares the table of all branches, which the warehouse computes and the lake does not hold.
func nation(name, doc string, key Column) Table {
	return Table{Name: name, Kind: Indicator, Key: []string{"as_of", key.Name}, Doc: doc, Columns: join([]Column{asOf(1), key}, loanMeasures(), groupMeasures())}
}

// The indicators: every stock and flow of the catalogue, a row per key with any figure that is not zero.
// Those of a branch count what it keeps: a household or a group may be in the rows of several.
var (
	GroupMonth = cut("group_month", "Indicators per savings group and branch; group_code is empty for customers without a group (union 98) and direct lending (99).", true,
		col(3, "group_code", Text, "Group; empty text without a group."), unionKey(4),
		col(5, "commune_code", Code, "Commune of the group; empty text without one."), col(6, "office_code", Code, "Office of the commune; empty text without a group."),
		col(7, "score", Int32, "Sum of the six scores at the last calendar month-end; NULL unrated.", null, unit("points")))
	UnionMonth      = cut("union_month", "Indicators per union and branch; nation_month has all branches together.", true, unionKey(3))
	NationMonth     = nation("nation_month", "Indicators per union over all branches: distinct households and groups are counted once, whichever branches keep them.", unionKey(3))
	CommuneMonth    = cut("commune_month", "Indicators per commune and union.", true, col(3, "commune_code", Code, "Commune; empty text without one."), unionKey(4))
	OfficeMonth     = cut("office_month", "Indicators per transaction office and union.", true, col(3, "office_code", Code, "Office."), unionKey(4))
	ProgrammeMonth  = cut("programme_month", "Loan indicators per credit programme and union.", false, col(3, "programme_code", Code, "Programme."), unionKey(4))
	FundSourceMonth = cut("fund_source_month", "Loan indicators per fund source and union.", false, col(3, "fund_source", Code, "Fund source."), unionKey(4))
)
